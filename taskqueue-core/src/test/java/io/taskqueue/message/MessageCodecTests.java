package io.taskqueue.message;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessageCodecTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Instant NOW = CodecTesting.NOW;

    private final MessageCodec codec = MessageCodec.standard();

    @Test
    void writesTheBodyThatCeleryWrites() {
        JsonNode celerys = JSON.readTree(CeleryFixtures.producer("5.6", "redis-task-kwargs").wire().body());
        byte[] ours = this.codec.writeBody(celerys.path(0).valueStream().toList(),
                Map.copyOf(properties(celerys.path(1))));
        assertThat(JSON.readTree(ours)).isEqualTo(celerys);
    }

    @Test
    void survivesTheWayThereAndBack() {
        TaskMessage sent = basic().at(NOW).header("tenant", "acme").header("retries", 3);
        TaskMessage came = this.codec.decode(this.codec.encode(sent, NOW), "celery");
        assertThat(came.with(sent.headers())).isEqualTo(new TaskMessage(sent.id(), sent.task(), sent.queue(),
                sent.payload(), sent.headers(), 0, sent.due(), null));
        assertThat(came.headers().asMap()).containsAllEntriesOf(sent.headers().asMap());
    }

    @Test
    void passesOnWhatPythonAloneWrites() {
        String odd = "{\"half\": \"\\ud800\", \"nan\": NaN, \"infinite\": -Infinity, \"large\": " + "9".repeat(500)
                + "}";
        TaskBody body = this.codec.readBody(CodecTesting.message("[[" + odd + "], {}, null]"));
        JsonNode arg = body.args().get(0);
        assertThat(arg.path("half").stringValue()).isEqualTo("\ud800");
        assertThat(arg.path("nan").doubleValue()).isNaN();
        assertThat(arg.path("infinite").doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        byte[] again = this.codec.writeBody(body.args(), Map.of());
        assertThat(this.codec.readBody(CodecTesting.message(again, null)).args().get(0).path("half"))
            .isEqualTo(arg.path("half"));
    }

    @Test
    void takesMissingPartsForEmpty() {
        TaskBody body = this.codec.readBody(CodecTesting.message("[null, null, null]"));
        assertThat(body.args()).isEmpty();
        assertThat(body.kwargs()).isEmpty();
        assertThat(body.embed().isObject()).isTrue();
    }

    @Test
    void passesOnWhatFollowsVerbatim() {
        String typed = "{\"__type__\":\"date\",\"__value__\":\"2030-01-02\"}";
        TaskBody body = this.codec
            .readBody(CodecTesting.message("[[" + typed + "], {}, {\"chain\": [{\"args\": [" + typed + "]}]}]"));
        assertThat(body.args().get(0).stringValue()).isEqualTo("2030-01-02");
        assertThat(body.embed().at("/chain/0/args/0")).isEqualTo(JSON.readTree(typed));
    }

    @Test
    void keepsMarkersItDoesNotKnow() {
        String unknown = "{\"__type__\":\"java.lang.Runtime\",\"__value__\":\"x\"}";
        TaskBody body = this.codec.readBody(CodecTesting.message("[[" + unknown + "], {}, null]"));
        assertThat(body.args().get(0)).isEqualTo(JSON.readTree(unknown));
    }

    @Test
    void refusesToWriteWhatNobodyReads() {
        MessageCodec small = new MessageCodec(new MessageLimits(64, 200, 64, 100, 100, 100, 1000, 10),
                Set.of(Payload.JSON));
        assertThatExceptionOfType(ValueException.class)
            .isThrownBy(() -> small.writeBody(List.of(JSON.readTree("\"secret\"")), Map.of()))
            .withMessageContaining("64 at most")
            .withMessageNotContaining("secret");
    }

    @Test
    @Tag("S12")
    @DisplayName("S12 no text shows a body")
    void noTextShowsABody() {
        byte[] body = CodecTesting.bytes("[[\"secret\"], {\"k\": \"secret\"}, {\"chain\": [\"secret\"]}]");
        TaskMessage message = CodecTesting.message(body, null).header("tenant", "secret");
        assertThat(List.of(message, message.payload(), message.headers(), this.codec.encode(message, NOW),
                this.codec.readBody(message)))
            .allSatisfy((value) -> assertThat(value.toString()).doesNotContain("secret"));
    }

    private TaskMessage basic() {
        return CodecTesting.message(Payload.json(this.codec.writeBody(List.of(), Map.of())));
    }

    private static Map<String, JsonNode> properties(JsonNode object) {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        object.forEachEntry(properties::put);
        return properties;
    }

}
