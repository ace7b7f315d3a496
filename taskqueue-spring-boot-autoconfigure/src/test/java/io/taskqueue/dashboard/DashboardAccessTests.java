package io.taskqueue.dashboard;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.taskqueue.TaskTemplate;
import io.taskqueue.dashboard.Wire.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Who gets in where nobody can log in, and what a browser may be made to do. */
class DashboardAccessTests {

    private static final String PURGE = "{\"action\":\"purge\",\"ids\":[\"mail\"]}";

    private static final String QUEUES = "/taskqueue/api/queues";

    private static Site site;

    private final Wire local = Wire.to(site);

    @BeforeAll
    static void open() {
        site = Site.open();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    @Tag("S24")
    void nothingIsServedUnlessEnabled() {
        try (Site quiet = Site.open("taskqueue.dashboard.enabled=false")) {
            for (String path : List.of("/taskqueue", "/taskqueue/", "/taskqueue/app.js", "/taskqueue/api/me", "/app.js",
                    "/META-INF/taskqueue-dashboard/app.js", "/taskqueue-dashboard/app.js")) {
                assertThat(Wire.to(quiet).get(path).status()).as(path).isEqualTo(404);
            }
        }
    }

    @Test
    void thisMachineGetsIn() {
        assertThat(this.local.get("/taskqueue").header("Location")).isEqualTo("taskqueue/");
        assertThat(this.local.get("/taskqueue/").text()).contains("<!doctype html>");
        assertThat(this.local.get("/taskqueue/api/me").at("/who").asString()).isEqualTo("local");
        assertThat(this.local.with("Host: 127.0.0.1:" + site.port()).get(QUEUES).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: 203.0.113.7", "Forwarded: for=127.0.0.1",
            "X-Real-IP: 127.0.0.1", "X-Forwarded-Host: localhost", "Via: 1.1 proxy", "Host: tasks.example.org",
            "Host: localhost.example.org", "Host: 192.0.2.1" })
    @Tag("S25")
    void whatCameThroughAProxyOrToAnotherNameDoesNot(String header) {
        for (String path : List.of("/taskqueue/", "/taskqueue/app.js", "/taskqueue/api/me", "/taskqueue/api/tasks",
                "/taskqueue/api/stream")) {
            assertThat(this.local.with(header).get(path).status()).as(path).isEqualTo(403);
        }
        assertThat(this.local.with(header).get(QUEUES).text()).contains("Without Spring Security")
            .doesNotContain("mail");
    }

    @ParameterizedTest
    @ValueSource(strings = { "native", "framework" })
    @Tag("S25")
    void noForwardingStrategyLetsAForgedAddressIn(String strategy) {
        try (Site trusting = Site.open("server.forward-headers-strategy=" + strategy)) {
            assertThat(Wire.to(trusting).with("X-Forwarded-For: 203.0.113.7").get(QUEUES).status()).isEqualTo(403);
            assertThat(Wire.to(trusting).with("X-Forwarded-Host: tasks.example.org").get(QUEUES).status())
                .isEqualTo(403);
        }
    }

    @Test
    @Tag("S25")
    @ExtendWith(OutputCaptureExtension.class)
    void everybodyGetsInOnlyWhereThatIsSaidAndWarnedOf(CapturedOutput output) {
        try (Site open = Site.open("taskqueue.dashboard.allow-unauthenticated=true",
                "logging.level.io.taskqueue=info")) {
            assertThat(
                    Wire.to(open).with("X-Forwarded-For: 203.0.113.7", "Host: tasks.example.org").get(QUEUES).status())
                .isEqualTo(200);
            assertThat(output).contains("WARN").contains("lets everybody in");
        }
        try (Site closed = Site.open("logging.level.io.taskqueue=info")) {
            assertThat(Wire.to(closed).get(QUEUES).status()).isEqualTo(200);
            assertThat(output).contains("answers only this machine");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/taskqueue", "/taskqueue/", "//taskqueue/", "/taskqueue//api/tasks",
            "/taskqueue/;x=1/api/tasks", "/taskqueue;x=1/api/tasks", "/taskqueue/api/tasks;x=1",
            "/taskqueue/api/tasks.json", "/TASKQUEUE/api/tasks", "/taskqueue/api/TASKS", "/taskqueue/api/tasks/",
            "/x/../taskqueue/api/tasks", "/taskqueue/%61pi/tasks", "/taskqueue/api/%74asks",
            "/taskqueue/api/../api/tasks", "/taskqueue/api/%2e%2e/api/tasks", "/taskqueue/api%2ftasks",
            "/%74askqueue/api/tasks" })
    @Tag("S26")
    void noWayOfWritingAPathLetsAStrangerIn(String path) {
        site.bean(TaskTemplate.class).delay("shop.echo", "canary");
        Wire stranger = this.local.with("X-Forwarded-For: 203.0.113.7");
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH")) {
            Reply reply = stranger.ask(method, path, "");
            assertThat(reply.status()).as(method).isNotEqualTo(200).isNotEqualTo(304);
            assertThat(reply.text()).doesNotContain("shop.echo", "app.js");
        }
    }

    @Test
    @Tag("S27")
    void actionNeedsItsToken() {
        Reply me = this.local.get("/taskqueue/api/me");
        String token = me.at("/headers/X-Taskqueue-Token").asString();
        assertThat(token).hasSize(32);
        assertThat(me.header("Set-Cookie")).contains("taskqueue-token=" + token, "HttpOnly", "SameSite=Strict");
        Wire json = this.local.with("Content-Type: application/json");
        assertThat(json.ask("POST", QUEUES, PURGE).status()).isEqualTo(403);
        assertThat(json.with("X-Taskqueue-Token: " + token).ask("POST", QUEUES, PURGE).status()).isEqualTo(403);
        assertThat(json.with("Cookie: taskqueue-token=" + token).ask("POST", QUEUES, PURGE).status()).isEqualTo(403);
        assertThat(json.with("Cookie: taskqueue-token=x", "X-Taskqueue-Token: x").ask("POST", QUEUES, PURGE).status())
            .isEqualTo(403);
        assertThat(this.local.act(QUEUES, PURGE).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({ "Sec-Fetch-Site: cross-site, 403", "Sec-Fetch-Site: same-site, 403", "Sec-Fetch-Site: none, 403",
            "Sec-Fetch-Site: same-origin, 200", "Origin: http://evil.example, 403", "Origin: null, 403",
            "Origin: http://localhost:1, 403", "Origin: %%%, 403" })
    @Tag("S27")
    void actionOfAnotherSiteIsRefused(String header, int status) {
        assertThat(this.local.with(header).act(QUEUES, PURGE).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "text/json" })
    @Tag("S27")
    void actionIsAskedForAsJson(String type) {
        Reply me = this.local.get("/taskqueue/api/me");
        String token = me.at("/headers/X-Taskqueue-Token").asString();
        assertThat(this.local
            .with("Content-Type: " + type, "Cookie: taskqueue-token=" + token, "X-Taskqueue-Token: " + token)
            .ask("POST", QUEUES, PURGE)
            .status()).isEqualTo(415);
    }

    @Test
    @Tag("S27")
    void nothingIsDoneByLookingAndNothingIsSharedWithOtherSites() {
        assertThat(this.local.get(QUEUES + "?action=purge&ids=mail").at("/queues").isArray()).isTrue();
        Reply reply = this.local.with("Origin: http://evil.example").get(QUEUES);
        assertThat(reply.header("Access-Control-Allow-Origin")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = { "/taskqueue/", "/taskqueue/app.js", "/taskqueue/api/overview", "/taskqueue/api/tasks/none" })
    @Tag("S28")
    void everyAnswerTellsTheBrowserWhatItMayDo(String path) {
        Reply reply = this.local.get(path);
        assertThat(reply.header("Content-Security-Policy"))
            .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'none'")
            .doesNotContain("unsafe");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(reply.header("Cache-Control")).isIn("no-store", "no-cache");
        assertThat(path.contains("/api/") && !"no-store".equals(reply.header("Cache-Control"))).isFalse();
    }

    @Test
    @Tag("S29")
    void readOnlyDashboardOnlyLooks() {
        try (Site looking = Site.open("taskqueue.dashboard.read-only=true")) {
            Wire wire = Wire.to(looking);
            assertThat(wire.get("/taskqueue/api/me").at("/mayAct").asBoolean()).isFalse();
            assertThat(wire.act(QUEUES, PURGE).status()).isEqualTo(403);
            assertThat(wire.get(QUEUES).status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("S30")
    void requestThatIsTooLargeIsRefused() {
        String large = "{\"action\":\"purge\",\"ids\":[\"" + "x".repeat(70_000) + "\"]}";
        assertThat(this.local.act(QUEUES, large).status()).isEqualTo(413);
    }

}
