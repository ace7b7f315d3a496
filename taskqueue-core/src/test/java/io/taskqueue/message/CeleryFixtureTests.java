package io.taskqueue.message;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import io.taskqueue.message.CeleryFixtures.Captured;
import io.taskqueue.message.MalformedMessageException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CeleryFixtureTests {

    private static final Set<String> OTHER_CONTENT = Set.of("pickle", "yaml", "msgpack");

    private final MessageCodec codec = MessageCodec.standard();

    @Test
    void coversBothVersionsAndBothTransports() {
        assertThat(readable()).hasSizeGreaterThan(150);
        assertThat(readable().map(Captured::name)).contains("producer-5.2.6/redis-task-basic",
                "producer-5.2.6/amqp-task-basic", "producer-5.6/redis-task-basic", "producer-5.6/amqp-task-basic",
                "sent-by-worker-5.6/retry");
    }

    @ParameterizedTest
    @MethodSource("readable")
    void decodesEveryMessageCelerySends(Captured captured) {
        TaskMessage message = this.codec.decode(captured.wire(), "celery");
        JsonNode call = captured.body().isObject() ? captured.body() : null;
        assertThat(message.task()).isEqualTo(value(captured, call, "task"));
        assertThat(message.id()).isEqualTo(value(captured, call, "id"));
        assertThat(message.due() != null).isEqualTo(value(captured, call, "eta") != null);
        assertThat(message.expires() != null).isEqualTo(value(captured, call, "expires") != null);
    }

    @ParameterizedTest
    @MethodSource("withDecodedBody")
    void readsEveryBodyCelerySends(Captured captured) {
        TaskBody body = this.codec.readBody(this.codec.decode(captured.wire(), "celery"));
        JsonNode expected = captured.body();
        assertThat(body.args()).hasSize(expected.isArray() ? expected.path(0).size() : expected.path("args").size());
        assertThat(body.kwargs())
            .hasSize(expected.isArray() ? expected.path(1).size() : expected.path("kwargs").size());
        if (expected.isArray()) {
            assertThat(body.embed()).isEqualTo(expected.path(2));
        }
    }

    @ParameterizedTest
    @MethodSource("readable")
    void sendsOnWhateverItDecoded(Captured captured) {
        TaskMessage message = this.codec.decode(captured.wire(), "celery");
        WireMessage again = this.codec.encode(message, CodecTesting.NOW);
        assertThat(this.codec.decode(again, "celery").headers().asMap()).containsAllEntriesOf(message.headers()
            .with(WireHeaders.ETA, again.headers().get(WireHeaders.ETA))
            .with(WireHeaders.EXPIRES, again.headers().get(WireHeaders.EXPIRES))
            .asMap());
        assertThat(again.body()).isEqualTo(message.payload().bytes());
    }

    @ParameterizedTest
    @MethodSource("others")
    @Tag("S01")
    @DisplayName("S01 refuses other content undecoded")
    void refusesOtherContentUndecoded(Captured captured) {
        MalformedMessageException refusal = catchThrowableOfType(MalformedMessageException.class,
                () -> this.codec.decode(captured.wire(), "celery"));
        assertThat(refusal.reason()).isEqualTo(Reason.UNACCEPTED_CONTENT);
        assertThat(refusal).hasMessageContaining((String) captured.wire().properties().get("content_type"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysThatBzip2IsUnknown(String version, String transport) {
        Captured captured = CeleryFixtures.producer(version, transport + "-task-bzip2");
        TaskMessage message = this.codec.decode(captured.wire(), "celery");
        MalformedMessageException refusal = catchThrowableOfType(MalformedMessageException.class,
                () -> this.codec.readBody(message));
        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_COMPRESSION);
        assertThat(refusal).hasMessageContaining("application/x-bz2");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsWhatCeleryCallsGzip(String version, String transport) {
        Captured captured = CeleryFixtures.producer(version, transport + "-task-gzip");
        TaskMessage message = this.codec.decode(captured.wire(), "celery");
        assertThat(message.payload().compression()).isEqualTo("application/x-gzip");
        assertThat(this.codec.readBody(message).args()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsPythonValuesAsPlainText(String version, String transport) {
        Captured captured = CeleryFixtures.producer(version, transport + "-task-json-types");
        List<JsonNode> args = this.codec.readBody(this.codec.decode(captured.wire(), "celery")).args();
        assertThat(args).allMatch(JsonNode::isString);
        assertThat(args.subList(3, 6)).extracting(JsonNode::stringValue)
            .containsExactly("03:04:05", "1.10", "11111111-1111-4111-8111-111111111111");
        if ("5.6".equals(version)) {
            assertThat(args.subList(6, 8)).extracting(JsonNode::stringValue).containsExactly("dGV4dA==", "/wA=");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheFirstProtocolAsTheSecond(String version, String transport) {
        Captured captured = CeleryFixtures.producer(version, transport + "-task-protocol1");
        TaskMessage message = this.codec.decode(captured.wire(), "celery");
        TaskBody body = this.codec.readBody(message);
        assertThat(message.task()).isEqualTo("tasks.add");
        assertThat(message.due()).isInstanceOf(Due.At.class);
        assertThat(body.args()).extracting(JsonNode::intValue).containsExactly(2, 3);
        assertThat(body.kwargs()).containsOnlyKeys("k");
        assertThat(body.embed().propertyNames()).contains("callbacks", "errbacks", "chord");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keepsTheHeadersOfTheSender(String version, String transport) {
        TaskMessage message = this.codec.decode(CeleryFixtures.producer(version, transport + "-task-options").wire(),
                "celery");
        assertThat(message.headers().value("tenant")).isEqualTo("acme");
        assertThat(message.headers().value("n")).isEqualTo(5);
        assertThat(message.headers().retries()).isEqualTo(2);
        assertThat(message.headers().ignoreResult()).isTrue();
    }

    private static Stream<Captured> readable() {
        return CeleryFixtures.all()
            .filter((captured) -> OTHER_CONTENT.stream().noneMatch(captured.name()::endsWith))
            .filter((captured) -> !captured.name().endsWith("bzip2"));
    }

    private static Stream<Captured> withDecodedBody() {
        return readable().filter((captured) -> !captured.body().isMissingNode());
    }

    private static Stream<Captured> others() {
        return CeleryFixtures.all().filter((captured) -> OTHER_CONTENT.stream().anyMatch(captured.name()::endsWith));
    }

    private static Stream<Arguments> cases() {
        return CeleryFixtures.VERSIONS.stream()
            .flatMap((version) -> Stream.of("redis", "amqp").map((transport) -> Arguments.of(version, transport)));
    }

    /**
     * What the message says under that name, in the headers or, in protocol 1, in the
     * body.
     */
    private static @Nullable Object value(Captured captured, @Nullable JsonNode call, String name) {
        Map<String, @Nullable Object> headers = captured.wire().headers();
        return (call == null) ? headers.get(name) : call.path(name).isNull() ? null : call.path(name).asString();
    }

}
