package io.taskqueue.redis;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.taskqueue.message.CeleryFixtures;
import io.taskqueue.message.CeleryFixtures.Captured;
import io.taskqueue.message.MalformedMessageException;
import io.taskqueue.message.MalformedMessageException.Reason;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.MessageLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Tag("G7")
class EnvelopeSafetyTests {

    private static final long LIMIT = MessageLimits.defaults().messageBytes();

    private static final String BASE64 = "\"properties\":{\"body_encoding\":\"base64\"}";

    private final Envelope envelope = new Envelope(MessageLimits.defaults());

    private final MessageCodec codec = MessageCodec.standard();

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "null", "[]", "1", "\"x\"", "{", "{\"body\":\"W10=\"", "{\"body\":\"W10",
            "{\"body\":\"W10=\"} x", "{\"body\":\"W10=\"}{}", "{\"body\":\"W10=\",}", "hello", "\u0080\u0002}q", "{}",
            "{\"body\":null}", "{\"body\":1}", "{\"body\":[]}", "{\"body\":\"\",\"properties\":[]}",
            "{\"body\":\"\",\"properties\":1}", "{\"body\":\"\",\"content-type\":1}",
            "{\"body\":\"\",\"content-encoding\":{}}", "{'body':''}" })
    @DisplayName("refuses what is no envelope")
    void refusesWhatIsNoEnvelope(String text) {
        assertThat(refusal(text).reason()).isEqualTo(Reason.NO_ENVELOPE);
    }

    @ParameterizedTest
    @ValueSource(strings = { "[]", "\"x\"", "1", "true" })
    void refusesHeadersThatAreNoObject(String headers) {
        assertThat(refusal("{\"body\":\"\",\"headers\":" + headers + "}").reason()).isEqualTo(Reason.BAD_HEADERS);
    }

    @ParameterizedTest
    @ValueSource(strings = { "W10", "W1", "W", "W10=x", "****", "W10=\\u00e4", "ä" })
    void refusesWhatIsNoBase64(String body) {
        assertThat(refusal("{\"body\":\"" + body + "\"," + BASE64 + "}").reason()).isEqualTo(Reason.BAD_ENCODING);
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"rot13\"", "1", "{}", "\"BASE64 \"" })
    void refusesEncodingsOfTheBodyItDoesNotKnow(String encoding) {
        String text = "{\"body\":\"W10=\",\"properties\":{\"body_encoding\":" + encoding + "}}";
        assertThat(refusal(text).reason()).isEqualTo(Reason.BAD_ENCODING);
    }

    @Test
    void refusesHalvesOfCharactersInPlainText() {
        assertThat(refusal("{\"body\":\"[[\\ud800]]\"}").reason()).isEqualTo(Reason.BAD_ENCODING);
    }

    @Test
    void refusesWhatIsNotInUtf8() {
        String good = "{\"body\":\"W10=\"," + BASE64 + ",\"headers\":{\"task\":\"?\"}}";
        byte[] bad = good.getBytes(StandardCharsets.US_ASCII);
        bad[good.indexOf('?')] = (byte) 0xff;
        assertThat(refusal(bad).reason()).isEqualTo(Reason.NO_ENVELOPE);
        byte[] badBody = good.getBytes(StandardCharsets.US_ASCII);
        badBody[good.indexOf("W10")] = (byte) 0xc3;
        assertThat(refusal(badBody).reason()).isEqualTo(Reason.NO_ENVELOPE);
        assertThat(Stream.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)).allSatisfy(
                (charset) -> assertThat(refusal(good.getBytes(charset)).reason()).isEqualTo(Reason.NO_ENVELOPE));
    }

    private static Stream<Arguments> unaccepted() {
        return Stream.of(Arguments.of(Reason.UNACCEPTED_CONTENT, List.of("pickle", "yaml", "msgpack")),
                Arguments.of(Reason.UNKNOWN_COMPRESSION, List.of("bzip2")));
    }

    @ParameterizedTest
    @MethodSource("unaccepted")
    @Tag("S01")
    @DisplayName("S01 refuses other content from Redis undecoded")
    void refusesOtherContent(Reason reason, List<String> kinds) {
        List<Captured> others = CeleryFixtures.all()
            .filter((captured) -> captured.envelope() != null && kinds.stream().anyMatch(captured.name()::endsWith))
            .toList();
        assertThat(others).hasSize(2 * kinds.size())
            .allSatisfy((captured) -> assertThat(refusal(captured.envelope()).reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"application/x-python-serialize\"", "\"text/plain\"", "\"\"", "null",
            "\"application/json; charset=utf-8\"" })
    @Tag("S01")
    @DisplayName("S01 refuses content types that are not accepted")
    void refusesContentTypesThatAreNotAccepted(String contentType) {
        String text = task("\"W10=\"").replace("\"application/json\"", contentType);
        assertThat(refusal(text).reason()).isEqualTo(Reason.UNACCEPTED_CONTENT);
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 refuses headers from Redis beyond a limit")
    void refusesHeadersBeyondALimit() {
        assertThat(header("[".repeat(300) + "]".repeat(300)).reason()).isEqualTo(Reason.TOO_DEEP);
        assertThat(header("{\"k\":".repeat(300) + "1" + "}".repeat(300)).reason()).isEqualTo(Reason.TOO_DEEP);
        List<String> large = List.of("9".repeat(2000), "\"" + "x".repeat(70_000) + "\"",
                "{\"" + "k".repeat(60_000) + "\":1}", "[" + "1,".repeat(200_000) + "1]");
        assertThat(large).allSatisfy((value) -> assertThat(header(value).reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 refuses bodies from Redis beyond a limit")
    void refusesBodiesBeyondALimit() {
        byte[] large = new byte[9 * 1024 * 1024];
        assertThat(refusal(task(base64(large))).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(task(base64(new byte[(int) LIMIT + 1]))).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal("{\"body\":\"" + "x".repeat((int) LIMIT + 1) + "\"}").reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(task(base64("[".repeat(300).getBytes(StandardCharsets.US_ASCII)))).reason())
            .isEqualTo(Reason.TOO_DEEP);
        String number = "[[" + "9".repeat(2000) + "],{},{}]";
        assertThat(refusal(task(base64(number.getBytes(StandardCharsets.US_ASCII)))).reason())
            .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 allocates little for what it refuses")
    void allocatesLittleForWhatItRefuses() {
        int size = 11_000_000;
        List<String> hostile = List.of("x".repeat(20_000_000), "{\"body\":\"" + "A".repeat(size),
                "{\"headers\":{\"h\":\"" + "x".repeat(size), "{\"headers\":{\"h\":[" + "[],".repeat(size / 3),
                "{\"headers\":{\"h\":" + "9".repeat(size), "{\"headers\":{\"" + "k".repeat(size), "[".repeat(size),
                "{\"body\":\"" + "x".repeat(size) + "\"}", "{\"body\":\"" + "*".repeat(size) + "\"," + BASE64 + "}",
                "{\"body\":\"" + "A".repeat(size / 4 * 4) + "*\"," + BASE64 + "}", "{\"x\":[" + "0,".repeat(size / 2));
        assertThat(hostile).allSatisfy((text) -> {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            refusal(bytes);
            // twice the limit, and the buffers of the reader itself
            assertThat(allocated(() -> refusal(bytes))).isLessThan(2 * LIMIT + 500_000);
        });
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 refuses a compression bomb from Redis")
    void refusesACompressionBomb() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bomb)) {
            deflater.write(new byte[20_000_000]);
        }
        String text = task(base64(bomb.toByteArray())).replace("\"task\":",
                "\"compression\":\"application/x-gzip\",\"task\":");
        assertThat(refusal(text).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(text.replace("x-gzip", "x-lzma")).reason()).isEqualTo(Reason.UNKNOWN_COMPRESSION);
        assertThat(refusal(task("\"W10=\"").replace("\"task\":", "\"compression\":5,\"task\":")).reason())
            .isEqualTo(Reason.BAD_HEADERS);
    }

    @Test
    void refusesATaskWithoutIdOrName() {
        String good = task(base64("[[],{},{}]".getBytes(StandardCharsets.US_ASCII)));
        assertThat(refusal(good.replace("\"id\"", "\"no\"")).reason()).isEqualTo(Reason.BAD_ID);
        assertThat(refusal(good.replace("\"an-id\"", "{}")).reason()).isEqualTo(Reason.BAD_ID);
        assertThat(refusal(good.replace("\"tasks.add\"", "7")).reason()).isEqualTo(Reason.NO_TASK);
        assertThat(refusal(good.replace("\"task\"", "\"no\"")).reason()).isEqualTo(Reason.NO_TASK);
    }

    private MalformedMessageException header(String value) {
        return refusal("{\"body\":\"W10=\"," + BASE64 + ",\"headers\":{\"h\":" + value + "}}");
    }

    private static String task(String body) {
        return "{\"body\":" + body + "," + BASE64 + ",\"content-type\":\"application/json\","
                + "\"content-encoding\":\"utf-8\",\"headers\":{\"task\":\"tasks.add\",\"id\":\"an-id\"}}";
    }

    private static String base64(byte[] body) {
        return "\"" + Base64.getEncoder().encodeToString(body) + "\"";
    }

    private MalformedMessageException refusal(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8));
    }

    private MalformedMessageException refusal(byte[] bytes) {
        return catchThrowableOfType(MalformedMessageException.class,
                () -> this.codec.readBody(this.codec.decode(this.envelope.read(bytes), "celery")));
    }

    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

}
