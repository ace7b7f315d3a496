package io.taskqueue.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.message.CeleryFixtures;
import io.taskqueue.message.CeleryFixtures.Captured;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.MessageLimits;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.Payload;
import io.taskqueue.message.WireMessage;

import static org.assertj.core.api.Assertions.assertThat;

class EnvelopeTests {

    private final Envelope envelope = new Envelope(MessageLimits.defaults());

    private final MessageCodec codec = MessageCodec.standard();

    private static Stream<Captured> captured() {
        return CeleryFixtures.all().filter((captured) -> captured.envelope() != null);
    }

    private static Stream<Captured> readable() {
        return captured()
            .filter((captured) -> Stream.of("pickle", "yaml", "msgpack", "bzip2").noneMatch(captured.name()::endsWith));
    }

    @Test
    void coversBothVersions() {
        assertThat(captured()).hasSizeGreaterThan(80);
        assertThat(readable().map(Captured::name)).contains("producer-5.2.6/redis-task-basic",
                "producer-5.6/redis-task-basic", "producer-5.6/redis-task-protocol1", "sent-by-worker-5.6/retry");
    }

    @ParameterizedTest
    @MethodSource("captured")
    void readsEveryEnvelopeOfCelery(Captured captured) {
        assertThat(this.envelope.read(captured.envelope())).isEqualTo(captured.wire());
    }

    @ParameterizedTest
    @MethodSource("readable")
    void passesOnWhateverCelerySent(Captured captured) {
        TaskMessage message = this.codec.decode(this.envelope.read(captured.envelope()), "celery");
        WireMessage sent = this.codec.encode(message, Instant.EPOCH);
        WireMessage again = this.envelope.read(this.envelope.write(sent, "celery", 3, 5L));
        assertThat(again.headers()).isEqualTo(sent.headers());
        assertThat(again.body()).isEqualTo(message.payload().bytes());
        assertThat(this.codec.readBody(this.codec.decode(again, "celery"))).isNotNull();
    }

    @Test
    void readsBackWhatItWrote() {
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        headers.put("text", "ä\ud83d\ude00 \u2028 \ud800 \u0000\"\\");
        headers.put("nothing", null);
        headers.put("numbers", List.of(1, 3_000_000_000L, new java.math.BigInteger("9".repeat(40)), 1.5, Double.NaN));
        headers.put("map", Map.of("k", List.of(true, Map.of())));
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        properties.put("correlation_id", "c");
        properties.put("priority", 7);
        properties.put("content_type", "application/json");
        properties.put("content_encoding", "utf-8");
        byte[] body = { 0, -1, 127, -128, 5 };
        WireMessage read = this.envelope
            .read(this.envelope.write(new WireMessage(headers, properties, body), "q\"ä", 3, null));
        assertThat(read.headers()).isEqualTo(headers);
        assertThat(read.body()).isEqualTo(body);
        assertThat(read.properties()).containsEntry("priority", 3)
            .containsEntry("correlation_id", "c")
            .containsEntry("content_type", "application/json")
            .containsEntry("content_encoding", "utf-8")
            .containsEntry("delivery_info", Map.of("exchange", "", "routing_key", "q\"ä"))
            .doesNotContainKey(Envelope.READY_AT);
    }

    @Test
    void writesTheMembersInOrder() {
        byte[] written = this.envelope.write(wire(), "celery", 0, 1_900_000_000_123L);
        assertThat(new String(written, StandardCharsets.US_ASCII))
            .startsWith("{\"properties\":{\"taskqueue-ready-at\":1900000000123,\"")
            .endsWith(",\"body\":\"" + Base64.getEncoder().encodeToString(wire().body()) + "\"}");
        JsonNode json = JsonMapper.shared().readTree(written);
        assertThat(json.propertyNames()).containsExactly("properties", "headers", "content-type", "content-encoding",
                "body");
        assertThat(json.path("properties").propertyNames()).containsExactly("taskqueue-ready-at", "correlation_id",
                "delivery_mode", "reply_to", "delivery_info", "priority", "body_encoding", "delivery_tag");
    }

    @Test
    void leavesOutWhenItIsDueUnlessTold() {
        assertThat(new String(this.envelope.write(wire(), "celery", 0, null), StandardCharsets.US_ASCII))
            .startsWith("{\"properties\":{\"correlation_id\":")
            .doesNotContain(Envelope.READY_AT);
    }

    @Test
    void tagsEveryEnvelopeAnew() {
        JsonNode one = properties(this.envelope.write(wire(), "celery", 0, null));
        JsonNode other = properties(this.envelope.write(wire(), "celery", 0, null));
        String uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
        assertThat(one.path("delivery_tag").stringValue()).matches(uuid)
            .isNotEqualTo(other.path("delivery_tag").stringValue());
        assertThat(one.path("reply_to").stringValue()).matches(uuid).isEqualTo(other.path("reply_to").stringValue());
    }

    @Test
    void ownWordsReplaceThoseOfAnotherTransport() {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        Set.of("delivery_info", "delivery_tag", "body_encoding", "reply_to", Envelope.READY_AT, "priority")
            .forEach((name) -> properties.put(name, "foreign"));
        byte[] written = this.envelope.write(new WireMessage(Map.of(), properties, new byte[0]), "celery", 6, 17L);
        assertThat(new String(written, StandardCharsets.US_ASCII)).doesNotContain("foreign")
            .startsWith("{\"properties\":{\"taskqueue-ready-at\":17,\"")
            .contains("\"priority\":6,\"body_encoding\":\"base64\"");
    }

    @Test
    void readsABodyThatIsPlainText() {
        for (String encoding : Arrays.asList("", ",\"body_encoding\":null", ",\"body_encoding\":\"utf-8\"")) {
            WireMessage read = read("{\"body\":\"[[\\\"\\u00e4ö\\\"]]\",\"content-encoding\":\"latin-1\","
                    + "\"properties\":{\"a\":1" + encoding + "}}");
            assertThat(new String(read.body(), StandardCharsets.UTF_8)).isEqualTo("[[\"äö\"]]");
            assertThat(read.properties()).containsEntry("content_encoding", "utf-8");
        }
    }

    @Test
    void toleratesWhatItDoesNotKnow() {
        WireMessage read = read(" {\"x\":[{}],\"headers\":{\"redelivered\":true,\"h\":1},\"headers\":null,"
                + "\"body\":\"!\",\"properties\":{\"body_encoding\":\"base64\"},\"body\":\"W10\\u003d\\n\"} ");
        assertThat(read.headers()).isEmpty();
        assertThat(read.body()).isEqualTo("[]".getBytes(StandardCharsets.US_ASCII));
        assertThat(read.properties()).doesNotContainKey("content_type");
    }

    @Test
    void longestBodyFits() {
        byte[] body = new byte[MessageLimits.defaults().messageBytes()];
        byte[] written = this.envelope.write(new WireMessage(Map.of(), Map.of(), body), "celery", 0, null);
        assertThat(this.envelope.read(written).body()).isEqualTo(body);
    }

    private WireMessage wire() {
        return this.codec.encode(new TaskMessage("an-id", "tasks.add", "celery",
                Payload.json("[[],{},{}]".getBytes(StandardCharsets.US_ASCII)), TaskHeaders.none(), null, null, null),
                Instant.EPOCH);
    }

    private WireMessage read(String text) {
        return this.envelope.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode properties(byte[] envelope) {
        return JsonMapper.shared().readTree(envelope).path("properties");
    }

}
