package io.taskqueue.message;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class MessageEncodingTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Instant NOW = CodecTesting.NOW;

    private final MessageCodec codec = MessageCodec.standard();

    @ParameterizedTest
    @ValueSource(strings = { "basic", "kwargs", "options", "countdown", "timelimits", "priority" })
    void sendsTheHeadersThatCelerySends(String name) {
        WireMessage celerys = CeleryFixtures.producer("5.6", "redis-task-" + name).wire();
        Map<String, @Nullable Object> ours = this.codec.encode(likeCelery(name), NOW).headers();
        assertThat(ours.keySet()).isEqualTo(celerys.headers().keySet());
        assertThat(types(ours)).isEqualTo(types(celerys.headers()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "basic", "kwargs", "options", "countdown", "timelimits", "priority" })
    void sendsNoPropertyThatCeleryDoesNot(String name) {
        WireMessage celerys = CeleryFixtures.producer("5.6", "amqp-task-" + name).wire();
        Map<String, @Nullable Object> ours = this.codec.encode(likeCelery(name), NOW).properties();
        assertThat(ours.keySet()).containsExactlyInAnyOrderElementsOf(
                celerys.properties().keySet().stream().filter((property) -> !property.equals("reply_to")).toList());
        assertThat(types(ours))
            .allSatisfy((property, type) -> assertThat(type).isEqualTo(types(celerys.properties()).get(property)));
    }

    @Test
    void fillsInWhatNobodySaid() {
        Map<String, @Nullable Object> headers = this.codec.encode(basic(), NOW).headers();
        assertThat(headers).containsEntry("lang", "java")
            .containsEntry("root_id", "an-id")
            .containsEntry("retries", 0)
            .containsEntry("timelimit", Arrays.asList(null, null))
            .containsEntry("argsrepr", "")
            .containsEntry("eta", null)
            .doesNotContainKey("compression");
    }

    @Test
    void sendsPriorityZeroWhenNoneIsSet() {
        assertThat(this.codec.encode(basic(), NOW).properties()).containsEntry("priority", 0)
            .containsEntry("delivery_mode", 2)
            .containsEntry("correlation_id", "an-id");
    }

    @Test
    void countsADelayFromNow() {
        assertThat(this.codec.encode(basic().after(Duration.ofMinutes(1)), NOW).headers()).containsEntry("eta",
                "2030-01-02T03:05:05.000006+00:00");
    }

    @Test
    void writesSixFractionDigitsAlways() {
        assertThat(eta(Instant.parse("2030-01-02T03:04:05Z"))).isEqualTo("2030-01-02T03:04:05.000000+00:00");
        assertThat(eta(Instant.parse("2030-01-02T03:04:05.123456789Z"))).isEqualTo("2030-01-02T03:04:05.123456+00:00");
    }

    @Test
    void keepsTimesWithinPythonsYears() {
        assertThat(eta(Instant.MAX)).asString().startsWith("9999-12-30T");
        assertThat(eta(Instant.MIN)).asString().startsWith("0001-01-02T");
        assertThat(this.codec.encode(basic().after(Duration.ofSeconds(Long.MAX_VALUE)), NOW).headers().get("eta"))
            .asString()
            .startsWith("9999-12-30T");
    }

    @Test
    void sendsTheRemainingTimeAsExpiration() {
        assertThat(expiration(NOW.plusSeconds(120))).isEqualTo("120000");
        assertThat(expiration(NOW.minusSeconds(1))).isEqualTo("0");
    }

    @Test
    void leavesOutAnExpirationRabbitRefuses() {
        assertThat(expiration(NOW.plus(Duration.ofDays(50)))).isNull();
        assertThat(expiration(Instant.MAX)).isNull();
    }

    @Test
    void componentsWinOverHeadersOfThatName() {
        TaskMessage message = basic().header("id", "other")
            .header("task", "other")
            .header("eta", "junk")
            .header("compression", "other");
        assertThat(this.codec.encode(message, NOW).headers()).containsEntry("id", "an-id")
            .containsEntry("task", "tasks.add")
            .containsEntry("eta", null)
            .doesNotContainKey("compression");
    }

    @Test
    void mendsHeadersThatKillPythonWorkers() {
        TaskMessage message = basic().header("timelimit", List.of(5)).header("retries", "many");
        assertThat(this.codec.encode(message, NOW).headers()).containsEntry("timelimit", Arrays.asList(null, null))
            .containsEntry("retries", 0);
    }

    private TaskMessage basic() {
        return CodecTesting.message(Payload.json(this.codec.writeBody(List.of(), Map.of())));
    }

    /** The call of that fixture, made by us. */
    private TaskMessage likeCelery(String name) {
        return switch (name) {
            case "options" -> basic().header("shadow", "pretty.name")
                .header("root_id", "r")
                .header("parent_id", "p")
                .header("group", "g")
                .header("group_index", 7)
                .header("ignore_result", true)
                .header("retries", 2)
                .header("tenant", "acme")
                .header("n", 5);
            case "countdown" -> new TaskMessage("an-id", "tasks.add", "celery", basic().payload(), TaskHeaders.none(),
                    null, Due.after(Duration.ofMinutes(1)), NOW.plusSeconds(120));
            case "timelimits" -> basic().header("timelimit", List.of(30, 20));
            case "priority" ->
                new TaskMessage("an-id", "tasks.add", "celery", basic().payload(), TaskHeaders.none(), 5, null, null);
            default -> basic();
        };
    }

    private @Nullable Object eta(Instant moment) {
        return this.codec.encode(basic().at(moment), NOW).headers().get("eta");
    }

    private @Nullable Object expiration(Instant expires) {
        TaskMessage message = new TaskMessage("an-id", "tasks.add", "celery", basic().payload(), TaskHeaders.none(),
                null, null, expires);
        return this.codec.encode(message, NOW).properties().get("expiration");
    }

    private static Map<String, String> types(Map<String, @Nullable Object> values) {
        Map<String, String> types = new LinkedHashMap<>();
        values.forEach((name, value) -> types.put(name, JSON.valueToTree(value).getNodeType().name()));
        return types;
    }

}
