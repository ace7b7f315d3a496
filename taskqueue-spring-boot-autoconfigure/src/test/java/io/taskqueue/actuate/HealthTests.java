package io.taskqueue.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;
import io.taskqueue.actuate.Http.Reply;

class HealthTests {

    private static final String EXPOSED = "management.endpoints.web.exposure.include=health,taskqueue";

    private static final String DETAILS = "management.endpoint.health.show-details=always";

    private static final String PROBES = "management.endpoint.health.probes.enabled=true";

    @Test
    void tellsBrokerResultsWorkersAndWhatWaits() {
        try (Server server = Server.start(List.of(), EXPOSED, DETAILS)) {
            TaskTemplate tasks = server.bean(TaskTemplate.class);
            tasks.delay("depot.nobody");
            tasks.delay("depot.count", 1).get(Duration.ofSeconds(20));
            await().untilAsserted(() -> assertThat(health(server).at("/details/deadLetters").asInt()).isEqualTo(1));
            Reply reply = health(server);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.at("/status").asString()).isEqualTo("UP");
            assertThat(reply.at("/details/broker").asString()).isEqualTo("memory");
            assertThat(reply.at("/details/results").asString()).isEqualTo("memory");
            assertThat(reply.at("/details/waiting/slow").asInt(-1)).isZero();
            assertThat(reply.at("/details/workers")).hasSize(1);
            assertThat(reply.at("/details/workers").valueStream().map((worker) -> worker.get("unknownNames").asInt()))
                .containsExactly(1);
        }
    }

    @Test
    @Tag("S36")
    void isDownWhileTheStoreDoesNotAnswer() {
        try (Server server = Server.start(List.of(Troubled.class), EXPOSED, DETAILS, PROBES)) {
            assertThat(health(server).status()).isEqualTo(200);
            server.bean(Troubled.Store.class).readable = false;
            Reply reply = health(server);
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.at("/status").asString()).isEqualTo("DOWN");
            assertThat(reply.at("/details/resultsTrouble").asString()).startsWith("does not answer");
            assertThat(reply.text()).doesNotContain("canary", "jdbc:", "password");
            server.bean(Troubled.Store.class).readable = true;
            assertThat(health(server).status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("S36")
    void isDownWhileAWorkerCannotStoreOutcomes() {
        try (Server server = Server.start(List.of(Troubled.class), EXPOSED, DETAILS)) {
            server.bean(Troubled.Store.class).writable = false;
            server.bean(TaskTemplate.class).delay("depot.count", 1);
            await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(health(server).at("/status").asString()).isEqualTo("DOWN"));
            assertThat(health(server).text()).contains("outcomes cannot be made durable")
                .doesNotContain("canary", "jdbc:", "password");
            assertThat(server.http().get("/actuator/taskqueue/workers").text())
                .contains("outcomes cannot be made durable")
                .doesNotContain("canary", "jdbc:", "password");
            server.bean(Troubled.Store.class).writable = true;
            await().atMost(Duration.ofSeconds(20)).until(() -> health(server).status() == 200);
        }
    }

    @Test
    void troubleIsNoReasonToRestartTheProcess() {
        try (Server server = Server.start(List.of(Troubled.class), EXPOSED, DETAILS, PROBES)) {
            server.bean(Troubled.Store.class).readable = false;
            assertThat(health(server).status()).isEqualTo(503);
            assertThat(server.http().get("/actuator/health/liveness").status()).isEqualTo(200);
            assertThat(server.http().get("/actuator/health/readiness").status()).isEqualTo(200);
        }
    }

    @Test
    void canBeSwitchedOff() {
        try (Server server = Server.start(List.of(), EXPOSED, DETAILS, "management.health.taskqueue.enabled=false")) {
            assertThat(health(server).status()).isEqualTo(404);
        }
    }

    @Test
    @Tag("S33")
    void endpointSaysThatTheStoreIsAwayAndNoMore() {
        try (Server server = Server.start(List.of(Troubled.class), EXPOSED, DETAILS,
                "management.endpoint.taskqueue.access=unrestricted", "spring.web.error.include-stacktrace=always",
                "spring.web.error.include-message=always")) {
            AsyncResult<Object> task = server.bean(TaskTemplate.class).delay("depot.count", 1);
            server.bean(Troubled.Store.class).readable = false;
            Reply reply = server.http().get("/actuator/taskqueue/results/" + task.id());
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.at("/error").asString()).isEqualTo("The result store does not answer; the log says why");
            assertThat(server.http().post("/actuator/taskqueue/results/" + task.id(), "revoke").status())
                .isEqualTo(503);
            assertThat(Stream.of("", "/results", "/results/" + task.id()))
                .allSatisfy((path) -> assertThat(server.http().get("/actuator/taskqueue" + path).text())
                    .doesNotContain("canary", "jdbc:", "\\tat ", "Caused by"));
        }
    }

    @Test
    void storeWithoutHistoryIsNotSearched() {
        try (Server server = Server.start(List.of(Troubled.class), EXPOSED, DETAILS,
                "management.endpoint.taskqueue.access=unrestricted")) {
            assertThat(server.http().get("/actuator/taskqueue").json().has("counts")).isFalse();
            assertThat(server.http().get("/actuator/taskqueue/results").status()).isEqualTo(501);
            assertThat(server.http().post("/actuator/taskqueue/results/1", "retry").status()).isEqualTo(501);
        }
    }

    private static Reply health(Server server) {
        return server.http().get("/actuator/health/taskqueue");
    }

}
