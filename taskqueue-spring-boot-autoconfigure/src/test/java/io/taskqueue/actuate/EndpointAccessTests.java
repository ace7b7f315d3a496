package io.taskqueue.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;

/** Who reaches the endpoint at all: nobody, to look, or to act. */
class EndpointAccessTests {

    private static final String ALL = "management.endpoints.web.exposure.include=*";

    @Test
    @Tag("S24")
    void defaultApplicationExposesNothing() {
        try (Server server = Server.start(List.of())) {
            assertThat(server.http().get("/actuator/taskqueue").status()).isEqualTo(404);
            assertThat(server.http().get("/actuator/taskqueue/results").status()).isEqualTo(404);
            assertThat(server.http().post("/actuator/taskqueue/queues/taskqueue", "purge").status()).isEqualTo(404);
        }
    }

    @Test
    @Tag("S24")
    void exposedEndpointOnlyReads() {
        try (Server server = Server.start(List.of(), ALL)) {
            assertThat(server.http().get("/actuator/taskqueue").status()).isEqualTo(200);
            assertNothingCanBeDone(server, 405);
        }
    }

    @Test
    void endpointWithoutAccessIsNotThere() {
        try (Server server = Server.start(List.of(), ALL, "management.endpoint.taskqueue.access=none")) {
            assertThat(server.http().get("/actuator/taskqueue").status()).isEqualTo(404);
            assertNothingCanBeDone(server, 404);
        }
    }

    @Test
    void unrestrictedAccessActs() {
        try (Server server = Server.start(List.of(), ALL, "management.endpoint.taskqueue.access=unrestricted")) {
            assertThat(server.http().post("/actuator/taskqueue/queues/taskqueue", "purge").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "read-only", "none" })
    void whatIsPermittedAtMostHolds(String permitted) {
        try (Server server = Server.start(List.of(), ALL, "management.endpoint.taskqueue.access=unrestricted",
                "management.endpoints.access.max-permitted=" + permitted)) {
            assertNothingCanBeDone(server, "none".equals(permitted) ? 404 : 405);
        }
    }

    private static void assertNothingCanBeDone(Server server, int status) {
        AsyncResult<Object> waiting = server.bean(TaskTemplate.class)
            .signature("depot.count", 1)
            .countdown(Duration.ofHours(1))
            .apply();
        assertThat(server.http().post("/actuator/taskqueue/queues/taskqueue", "purge").status()).isEqualTo(status);
        assertThat(server.http().post("/actuator/taskqueue/results/" + waiting.id(), "revoke").status())
            .isEqualTo(status);
        assertThat(waiting.state().terminal()).isFalse();
    }

}
