package io.taskqueue.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.taskqueue.AsyncResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.TaskTemplate;
import io.taskqueue.actuate.Http.Reply;

/** Who sees values, and what nobody sees even then. */
@Tag("S31")
class EndpointValuesTests {

    private static final String EXPOSED = "management.endpoints.web.exposure.include=taskqueue";

    private static final String ALWAYS = "management.endpoint.taskqueue.show-values=always";

    private static final String MASKED = "******";

    @Test
    void shownValuesAreWhatWasCalledWith() {
        try (Server server = Server.start(List.of(), EXPOSED, ALWAYS)) {
            Reply reply = show(server, charge(server));
            assertThat(reply.at("/args/0").asString()).isEqualTo(Depot.CANARY);
            assertThat(reply.at("/kwargs/card/number").asInt()).isEqualTo(42);
            assertThat(reply.at("/result/receipt").asInt()).isEqualTo(7);
            assertThat(reply.at("/result/cards/0/number").asInt()).isEqualTo(42);
        }
    }

    @Test
    void whatIsNamedLikeASecretStaysMasked() {
        try (Server server = Server.start(List.of(), EXPOSED, ALWAYS)) {
            Reply reply = show(server, charge(server));
            assertThat(reply.at("/args/1").asString()).isEqualTo(MASKED);
            assertThat(reply.at("/kwargs/card/pinSecret").asString()).isEqualTo(MASKED);
            assertThat(reply.at("/result/accessToken").asString()).isEqualTo(MASKED);
            assertThat(reply.at("/result/cards/0/pinSecret").asString()).isEqualTo(MASKED);
            assertThat(reply.text()).doesNotContain("open-sesame");
        }
    }

    @Test
    void sanitizingFunctionsHaveTheLastWord() {
        try (Server server = Server.start(List.of(Sanitizing.class), EXPOSED, ALWAYS)) {
            Reply reply = show(server, charge(server));
            assertThat(reply.at("/args/0").asString()).isEqualTo(MASKED);
            assertThat(reply.at("/result/cards/0/number").asString()).isEqualTo(MASKED);
            assertThat(reply.at("/result/receipt").asInt()).isEqualTo(7);
        }
    }

    @Test
    @Tag("S33")
    void shownErrorHasItsStack() {
        try (Server server = Server.start(List.of(), EXPOSED, ALWAYS)) {
            AsyncResult<Object> failed = server.bean(TaskTemplate.class).delay("depot.fail", "rain");
            assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> failed.get(Duration.ofSeconds(20)));
            Reply reply = show(server, failed.id());
            assertThat(reply.at("/error/message").asString()).isEqualTo("failed because of rain");
            assertThat(reply.at("/error/trace").asString()).contains("Depot$Tasks.fail");
            assertThat(server.http().get("/actuator/taskqueue/results").text()).contains("failed because of rain")
                .doesNotContain("Depot$Tasks.fail");
        }
    }

    @Test
    void longValuesStayOutOfLists() {
        try (Server server = Server.start(List.of(), EXPOSED, ALWAYS)) {
            AsyncResult<Object> failed = server.bean(TaskTemplate.class).delay("depot.fail", "x".repeat(3_000));
            assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> failed.get(Duration.ofSeconds(20)));
            assertThat(server.http().get("/actuator/taskqueue/results").at("/tasks/0/args").asString())
                .isEqualTo("too long for a list: 3004 characters");
            assertThat(show(server, failed.id()).at("/args/0").asString()).hasSize(3_000);
        }
    }

    @Test
    void onlyTheRightRoleSeesValues() {
        try (Server server = Server.start(List.of(Callers.class), EXPOSED,
                "management.endpoint.taskqueue.show-values=when-authorized",
                "management.endpoint.taskqueue.roles=OPERATOR")) {
            String path = "/actuator/taskqueue/results/" + charge(server);
            assertThat(server.http().get(path).text()).doesNotContain(Depot.CANARY);
            assertThat(server.http().as("GUEST").get(path).text()).doesNotContain(Depot.CANARY);
            assertThat(server.http().as("OPERATOR").get(path).text()).contains(Depot.CANARY)
                .doesNotContain("open-sesame");
            assertThat(server.http().as("GUEST").get("/actuator/taskqueue/results").text())
                .doesNotContain(Depot.CANARY);
            assertThat(server.http().as("OPERATOR").get("/actuator/taskqueue/results").text()).contains(Depot.CANARY);
        }
    }

    @Test
    @Tag("S29")
    void auditLogNamesTheCaller() {
        try (Server server = Server.start(List.of(Callers.class), EXPOSED,
                "management.endpoint.taskqueue.access=unrestricted"); AuditLog audit = new AuditLog()) {
            server.http().as("OPERATOR").post("/actuator/taskqueue/queues/slow", "purge");
            assertThat(audit.lines()).containsExactly("alice wants to purge queues/slow: done, 0 messages");
        }
    }

    private static String charge(Server server) {
        AsyncResult<Object> charged = server.bean(TaskTemplate.class)
            .signature("depot.charge", Depot.CANARY, "open-sesame")
            .kwarg("card", Map.of("number", 42, "pinSecret", List.of("open-sesame")))
            .apply();
        charged.get(Duration.ofSeconds(20));
        return charged.id();
    }

    private static Reply show(Server server, String id) {
        Reply reply = server.http().get("/actuator/taskqueue/results/" + id);
        assertThat(reply.status()).isEqualTo(200);
        return reply;
    }

    /** What this application thinks nobody should see. */
    @Configuration(proxyBeanMethods = false)
    static class Sanitizing {

        @Bean
        SanitizingFunction cards() {
            return SanitizingFunction.sanitizeValue().ifKeyEndsWith("number", "customer");
        }

    }

}
