package io.taskqueue.message;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.taskqueue.message.CeleryFixtures.Captured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmbedTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    static Stream<Captured> canvases() {
        return CeleryFixtures.all()
            .filter((captured) -> captured.body().isArray() && captured.body().path(2).isObject());
    }

    @ParameterizedTest
    @MethodSource("canvases")
    void writesWhatCeleryEmbedsAsItCame(Captured captured) {
        ObjectNode embed = captured.body().path(2).deepCopy().asObject();
        ObjectNode written = Embed.of(embed).toNode();
        // an empty list is as good as none, and a chord's size is told elsewhere
        List.of("callbacks", "errbacks", "chain").forEach((name) -> {
            if (embed.path(name).isEmpty()) {
                embed.putNull(name);
            }
        });
        if (embed.path("chord") instanceof ObjectNode chord) {
            chord.remove("chord_size");
        }
        assertThat((JsonNode) written).isEqualTo(embed);
    }

    @Test
    void chainReadsForward() {
        Embed embed = Embed.of(JSON.readTree("""
                {"chain": [{"task": "last"}, {"task": "middle"}, {"task": "next"}]}"""));
        assertThat(embed.chain()).extracting(WireSignature::task).containsExactly("next", "middle", "last");
    }

    @Test
    void nothingFollowsWhereNothingIsEmbedded() {
        assertThat(Embed.of(JSON.readTree("{\"callbacks\": null, \"chain\": []}"))).isSameAs(Embed.NONE);
        assertThat(Embed.of(JSON.readTree("{}")).none()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"chain\": [5]}", "{\"callbacks\": [{\"args\": []}]}",
            "{\"chord\": {\"task\": \"a\", \"args\": {}}}", "{\"chain\": [{\"task\": \"a\", \"options\": []}]}",
            "{\"chain\": [{\"task\": \"a\", \"options\": {\"queue\": \"a\\u0006\"}}]}",
            "{\"chain\": [{\"task\": \"a\", \"options\": {\"queue\": \"taskqueue:leases\"}}]}",
            "{\"chain\": [{\"task\": \"a\", \"options\": {\"link\": [{\"args\": []}]}}]}" })
    void refusesWhatCouldNotBeSent(String embed) {
        assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> Embed.of(JSON.readTree(embed)));
    }

    @Test
    void optionsOfTheWrongTypeReadAsAbsent() {
        WireSignature signature = WireSignature.read(JSON.readTree("""
                {"task": "a", "options": {"task_id": 5, "queue": 7, "priority": "high", "countdown": "soon",
                "eta": "then", "expires": [], "time_limit": {}, "headers": 3, "group_index": "x"}}"""));
        assertThat(signature.id()).isNull();
        assertThat(signature.queue()).isNull();
        assertThat(signature.priority()).isNull();
        assertThat(signature.due()).isNull();
        assertThat(signature.seconds(WireSignature.TIME_LIMIT)).isNull();
        assertThat(signature.custom()).isEqualTo(Map.of());
    }

}
