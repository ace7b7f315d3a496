package io.taskqueue.message;

import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.taskqueue.message.MalformedMessageException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MessageDecodingTests {

    private final MessageCodec codec = MessageCodec.standard();

    @ParameterizedTest
    @CsvSource({ "2030-01-02T03:04:05.123456+00:00, 2030-01-02T03:04:05.123456Z",
            "2030-01-02T03:04:05Z, 2030-01-02T03:04:05Z", "2030-01-02T03:04:05.123Z, 2030-01-02T03:04:05.123Z",
            "2030-01-02T03:04:05.123456789Z, 2030-01-02T03:04:05.123456789Z",
            "2030-01-02T03:04:05.5, 2030-01-02T03:04:05.5Z", "2030-01-02T03:04:05+0000, 2030-01-02T03:04:05Z",
            "2030-01-02T03:04:05+0200, 2030-01-02T01:04:05Z", "2030-01-02T03:04:05-05:30, 2030-01-02T08:34:05Z",
            "2030-01-02T03:04:05+02, 2030-01-02T01:04:05Z", "2030-01-02T03:04, 2030-01-02T03:04:00Z",
            "2030-01-02 03:04:05+00:00, 2030-01-02T03:04:05Z", "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
            "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z" })
    void readsEveryFormOfTime(String written, Instant meant) {
        TaskMessage message = this.codec.decode(CodecTesting.headers((headers) -> {
            headers.put("eta", written);
            headers.put("expires", written);
        }), "celery");
        assertThat(message.due()).isEqualTo(Due.at(meant));
        assertThat(message.expires()).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "tomorrow", "2030-01-02", "2030-13-02T03:04:05Z", "2030-02-30T03:04:05Z",
            "2030-01-02T25:04:05Z", "10000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", "2030-01-02T03:04:05+99:00",
            "2030-01-02T03:04:05Z[Europe/Berlin]", "2030-01-02T03:04:05.1234567890Z", "1893553445", "#{T(x)}" })
    @Tag("S15")
    @DisplayName("S15 refuses what is no time")
    void refusesWhatIsNoTime(String written) {
        assertThat(refusal(CodecTesting.header("eta", written)).reason()).isEqualTo(Reason.BAD_HEADERS);
        assertThat(refusal(CodecTesting.header("expires", written)).reason()).isEqualTo(Reason.BAD_HEADERS);
    }

    @Test
    @Tag("S15")
    @DisplayName("S15 refuses times of other types")
    void refusesTimesOfOtherTypes() {
        List<Object> values = List.of(5, 1e300, Double.NaN, true, List.of(), Map.of(), "1".repeat(60_000));
        assertThat(values)
            .allMatch((value) -> refusal(CodecTesting.header("eta", value)).reason() == Reason.BAD_HEADERS);
    }

    @Test
    @Tag("S15")
    @DisplayName("S15 bounds retries whatever they say")
    void boundsRetriesWhateverTheySay() {
        assertThat(retries(3)).isEqualTo(3);
        assertThat(retries(-1)).isZero();
        assertThat(retries("5")).isZero();
        assertThat(retries(null)).isZero();
        assertThat(retries(Double.NaN)).isZero();
        assertThat(retries(Long.MAX_VALUE)).isEqualTo(TaskHeaders.MAX_RETRIES);
        assertThat(retries(1e300)).isEqualTo(TaskHeaders.MAX_RETRIES);
    }

    @Test
    @Tag("S15")
    @DisplayName("S15 bounds priorities whatever they say")
    void boundsPrioritiesWhateverTheySay() {
        assertThat(priority(5)).isEqualTo(5);
        assertThat(priority(-1)).isZero();
        assertThat(priority(Long.MAX_VALUE)).isEqualTo(9);
        assertThat(priority(Double.NaN)).isZero();
        assertThat(priority("9")).isNull();
        assertThat(priority(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "a b", "a\nb", "a\0b", "ä", "../x", "a/b", "a*", "{x}", "x;drop",
            "celery\u0006\u0016" })
    @Tag("S08")
    @DisplayName("S08 refuses ids of other characters")
    void refusesIdsOfOtherCharacters(String id) {
        assertThat(List.of("id", "group", "root_id", "parent_id"))
            .allMatch((name) -> refusal(CodecTesting.header(name, id)).reason() == Reason.BAD_ID);
    }

    @Test
    @Tag("S08")
    @DisplayName("S08 refuses long, missing and other ids")
    void refusesLongMissingAndOtherIds() {
        assertThat(Arrays.asList("x".repeat(256), null, 5, List.of("id")))
            .allMatch((id) -> refusal(CodecTesting.header("id", id)).reason() == Reason.BAD_ID);
        assertThat(this.codec.decode(CodecTesting.header("id", "x".repeat(255)), "celery").id()).hasSize(255);
    }

    @Test
    void acceptsMissingAncestorsAndGroups() {
        TaskMessage message = this.codec.decode(CodecTesting.header("group", null), "celery");
        assertThat(message.headers().group()).isNull();
    }

    @Test
    @Tag("S02")
    @DisplayName("S02 refuses names that cannot be")
    void refusesNamesThatCannotBe() {
        assertThat(List.of("x".repeat(256), "a\0b", "a\nb", "a\u2028b", "a\u202eb", "a\ud800"))
            .allMatch((name) -> refusal(CodecTesting.header("task", name)).reason() == Reason.BAD_NAME);
        assertThat(Arrays.asList("", null, 5, List.of("x")))
            .allMatch((name) -> refusal(CodecTesting.header("task", name)).reason() == Reason.NO_TASK);
        assertThat(refusal(CodecTesting.header("task", "x".repeat(1_000_000))).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = { "java.lang.Runtime.exec", "#{T(java.lang.Runtime)}", "../x", "größe", "任务" })
    @Tag("S02")
    @DisplayName("S02 takes a name for text")
    void takesANameForText(String name) {
        assertThat(this.codec.decode(CodecTesting.header("task", name), "celery").task()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = { "application/x-python-serialize", "application/x-yaml", "application/x-msgpack",
            "application/json; charset=utf-8", "Application/JSON", "text/plain", "application/data",
            "application/x-java-serialized-object", "" })
    @Tag("S01")
    @DisplayName("S01 compares content types as a whole")
    void comparesContentTypesAsAWhole(String type) {
        assertThat(refusal(CodecTesting.property("content_type", type)).reason()).isEqualTo(Reason.UNACCEPTED_CONTENT);
    }

    @Test
    void refusesMessagesWithoutContentType() {
        assertThat(refusal(CodecTesting.property("content_type", null)).reason()).isEqualTo(Reason.UNACCEPTED_CONTENT);
    }

    @Test
    void showsNoOddContentType() {
        assertThat(refusal(CodecTesting.property("content_type", "a\nb"))).hasMessageNotContaining("\n");
        assertThat(refusal(CodecTesting.property("content_type", "x".repeat(101)))).hasMessageNotContaining("xx");
    }

    @Test
    void refusesHeadersThatAreNotJson() {
        assertThat(List.of(new Date(), new byte[1], new Object(), Map.of(1, 2)))
            .allMatch((value) -> refusal(CodecTesting.header("h", value)).reason() == Reason.BAD_HEADERS);
        assertThat(refusal(CodecTesting.header("compression", 5)).reason()).isEqualTo(Reason.BAD_HEADERS);
    }

    @Test
    void refusesEventsAndOtherObjects() {
        List<String> bodies = List.of("{\"type\": \"task-sent\", \"uuid\": \"x\"}", "{}", "null", "[[], {}, {}]", "5");
        assertThat(bodies).allSatisfy((body) -> {
            assertThat(refusal(withoutHeaders(body)).reason()).isEqualTo(Reason.NO_TASK);
        });
    }

    @Test
    void refusesTheFirstProtocolBeyondLimits() {
        String deep = "{\"k\":".repeat(199) + "1" + "}".repeat(199);
        String large = "\"" + "ä".repeat(2_000_000) + "\"";
        assertThat(List.of("{\"chord\": " + deep + "}", "{\"args\": [" + large + "]}"))
            .allMatch((body) -> refusal(withoutHeaders(body)).reason() == Reason.TOO_LARGE);
        assertThat(refusal(withoutHeaders("{\"args\": " + "[".repeat(10_000))).reason()).isEqualTo(Reason.TOO_DEEP);
    }

    @Test
    void keepsTheQueueItCameFrom() {
        assertThat(this.codec.decode(CodecTesting.header("queue", "other"), "mail").queue()).isEqualTo("mail");
    }

    private static WireMessage withoutHeaders(String body) {
        return new WireMessage(Map.of(), CodecTesting.property("priority", 0).properties(), CodecTesting.bytes(body));
    }

    private MalformedMessageException refusal(WireMessage wire) {
        return catchThrowableOfType(MalformedMessageException.class, () -> this.codec.decode(wire, "celery"));
    }

    private int retries(@Nullable Object value) {
        return this.codec.decode(CodecTesting.header("retries", value), "celery").headers().retries();
    }

    private @Nullable Integer priority(@Nullable Object value) {
        return this.codec.decode(CodecTesting.property("priority", value), "celery").priority();
    }

}
