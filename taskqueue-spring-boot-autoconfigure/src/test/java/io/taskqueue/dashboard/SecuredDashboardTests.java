package io.taskqueue.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.TaskTemplate;
import io.taskqueue.dashboard.Wire.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Who gets in where Spring Security is, with nothing configured but a user. */
@Tag("spring-security")
class SecuredDashboardTests {

    private static final List<String> PATHS = List.of("/taskqueue/", "/taskqueue/app.js", "/taskqueue/api/me",
            "/taskqueue/api/overview", "/taskqueue/api/tasks", "/taskqueue/api/stream");

    private static final String QUEUES = "/taskqueue/api/queues";

    private static final String PURGE = "{\"action\":\"purge\",\"ids\":[\"mail\"]}";

    private static final String ALICE = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));

    @Test
    @Tag("S25")
    void strangersAreSentAway() {
        try (Site site = site("TASKQUEUE_OPERATOR")) {
            assertThat(PATHS).allSatisfy((path) -> assertThat(Wire.to(site).get(path).status()).isEqualTo(401));
        }
    }

    @Test
    @Tag("S25")
    void userWithoutTheRoleIsSentAway() {
        try (Site site = site("CUSTOMER")) {
            assertThat(PATHS)
                .allSatisfy((path) -> assertThat(Wire.to(site).with(ALICE).get(path).status()).isEqualTo(403));
        }
    }

    @Test
    @Tag("S25")
    void pathsThatTheApplicationForgotToSecureStayClosed() {
        try (Site site = Site.open("spring.autoconfigure.exclude=" + Site.NO_DATABASE.split("=")[1]
                + ",org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration"
                + ",org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration"
                + ",org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration")) {
            assertThat(PATHS).allSatisfy((path) -> assertThat(Wire.to(site).get(path).status()).isEqualTo(401));
        }
    }

    @Test
    @Tag("S29")
    void viewerLooksAndDoesNotAct() {
        try (Site site = site("TASKQUEUE_VIEWER")) {
            Wire alice = Wire.to(site).with(ALICE);
            Reply me = alice.get("/taskqueue/api/me");
            assertThat(me.at("/who").asString()).isEqualTo("alice");
            assertThat(me.at("/mayAct").asBoolean()).isFalse();
            assertThat(alice.act(QUEUES, PURGE).status()).isEqualTo(403);
        }
    }

    @Test
    @Tag("S29")
    void operatorActs() {
        try (Site site = site("TASKQUEUE_OPERATOR")) {
            Wire alice = Wire.to(site).with(ALICE);
            assertThat(alice.get("/taskqueue/api/me").at("/mayAct").asBoolean()).isTrue();
            assertThat(alice.act(QUEUES, PURGE).at("/done").asInt()).isEqualTo(1);
        }
    }

    @Test
    @Tag("S27")
    void tokenOfSpringSecurityIsNeededToo() {
        try (Site site = site("TASKQUEUE_OPERATOR")) {
            Wire alice = Wire.to(site).with(ALICE);
            Reply me = alice.get("/taskqueue/api/me");
            assertThat(me.at("/headers/X-CSRF-TOKEN").asString()).isNotBlank();
            assertThat(alice
                .with("Cookie: " + me.cookies(), "Content-Type: application/json",
                        "X-Taskqueue-Token: " + me.at("/headers/X-Taskqueue-Token").asString())
                .ask("POST", QUEUES, PURGE)
                .status()).isIn(401, 403);
        }
    }

    @Test
    @Tag("S31")
    void valuesAreForTheRolesThatMayActWhereOperatorsSeeThem() {
        for (String role : List.of("TASKQUEUE_VIEWER", "TASKQUEUE_OPERATOR")) {
            try (Site site = site(role, "taskqueue.dashboard.show-values=operators")) {
                site.bean(TaskTemplate.class).delay("shop.echo", "canary");
                String text = Wire.to(site).with(ALICE).get("/taskqueue/api/tasks").text();
                assertThat(text).contains("shop.echo");
                assertThat(text.contains("canary")).isEqualTo(role.equals("TASKQUEUE_OPERATOR"));
            }
        }
    }

    @Test
    void ownHeadersStandBesideThoseOfSpringSecurity() {
        try (Site site = site("TASKQUEUE_VIEWER")) {
            assertThat(Wire.to(site).with(ALICE).get("/taskqueue/").header("Content-Security-Policy"))
                .startsWith("default-src 'none'");
        }
    }

    private static Site site(String role, String... more) {
        String[] properties = new String[more.length + 3];
        System.arraycopy(more, 0, properties, 3, more.length);
        properties[0] = "spring.security.user.name=alice";
        properties[1] = "spring.security.user.password=secret";
        properties[2] = "spring.security.user.roles=" + role;
        return Site.open(properties);
    }

}
