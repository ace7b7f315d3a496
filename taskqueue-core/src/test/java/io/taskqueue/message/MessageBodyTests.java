package io.taskqueue.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.taskqueue.message.MalformedMessageException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MessageBodyTests {

    private static final String GZIP = "application/x-gzip";

    private final MessageCodec codec = MessageCodec.standard();

    @ParameterizedTest
    @ValueSource(strings = { "[]", "[[], {}]", "[[], {}, {}, {}]", "{}", "null", "5", "\"x\"", "[{}, {}, {}]",
            "[[], [], {}]", "[[], 5, {}]", "[5, {}, {}]", "[[], {}, []]", "[[], {}, 5]", "[[], {}, {}] 5",
            "[[], {}, {}] x" })
    void refusesOtherBodies(String body) {
        assertThat(refusal(body).reason()).isIn(Reason.BAD_BODY, Reason.NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = { "[[], {}]", "[[], [], {}]", "[[\"secret\"], \"secret\", {}]" })
    void saysThatTheShapeIsWrong(String body) {
        assertThat(refusal(body).reason()).isEqualTo(Reason.BAD_BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "secret", "[[secret], {}, {}]", "[[], {}, {}", "[[\"secret", "[[], {}, {\"chain\": [",
            "\0\0\0\0", "[['secret'], {}, {}]", "[[01], {}, {}]", "[[], {}, {},]", "[[\"a\nb\"], {}, {}]" })
    void refusesWhatIsNoJson(String body) {
        assertThat(refusal(body).reason()).isIn(Reason.NOT_JSON, Reason.BAD_BODY);
        assertThat(refusal(body)).hasMessageNotContaining("secret").hasNoCause();
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] body = CodecTesting.bytes("[[\"xx\"], {}, {}]");
        body[3] = (byte) 0xff;
        assertThat(refusal(body, null).reason()).isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void readsBodiesNestedUpToTheLimit() {
        String arg = "[".repeat(198) + "]".repeat(198);
        assertThat(this.codec.readBody(CodecTesting.message("[[" + arg + "], {}, {}]")).args()).hasSize(1);
    }

    @Test
    void readsBothZlibAndRealGzip() throws IOException {
        byte[] body = CodecTesting.bytes("[[\"" + "abc".repeat(1000) + "\"], {}, {}]");
        byte[] zlib = zlib(body);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(gzip)) {
            stream.write(body);
        }
        assertThat(this.codec.readBody(CodecTesting.message(zlib, GZIP)).args()).hasSize(1);
        assertThat(this.codec.readBody(CodecTesting.message(gzip.toByteArray(), GZIP)).args()).hasSize(1);
    }

    @Test
    void readsSmallBodiesThatShrinkWell() throws IOException {
        byte[] zlib = zlib(CodecTesting.bytes("[[" + "0, ".repeat(20_000) + "0], {}, {}]"));
        assertThat(zlib).hasSizeLessThan(600);
        assertThat(this.codec.readBody(CodecTesting.message(zlib, GZIP)).args()).hasSize(20_001);
    }

    @Test
    void refusesDamagedCompression() throws IOException {
        byte[] zlib = zlib(CodecTesting.bytes("[[\"abcdef\"], {}, {}]"));
        byte[] flipped = zlib.clone();
        flipped[zlib.length - 1] ^= 1;
        assertThat(
                List.of(Arrays.copyOf(zlib, zlib.length / 2), flipped, CodecTesting.bytes("[[], {}, {}]"), new byte[0]))
            .allMatch((bytes) -> refusal(bytes, GZIP).reason() == Reason.BAD_COMPRESSION);
    }

    @ParameterizedTest
    @ValueSource(strings = { "application/x-bz2", "application/x-lzma", "application/x-brotli", "application/zstd",
            "application/zip", "x" })
    void namesTheCompressionItCannotRead(String compression) {
        MalformedMessageException refusal = refusal(new byte[10], compression);
        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_COMPRESSION);
        assertThat(refusal).hasMessageContaining(compression);
    }

    @Test
    @Tag("S01")
    @DisplayName("S01 reads no body of other content")
    void readsNoBodyOfOtherContent() {
        Payload pickle = new Payload(CodecTesting.bytes("[[], {}, {}]"), "application/x-python-serialize", "binary",
                null);
        assertThat(refusal(this.codec, CodecTesting.message(pickle)).reason()).isEqualTo(Reason.UNACCEPTED_CONTENT);
    }

    @Test
    void readsOtherContentWhenToldTo() {
        MessageCodec codec = new MessageCodec(MessageLimits.defaults(), Set.of("application/vnd.acme+json"));
        Payload payload = new Payload(CodecTesting.bytes("[[1], {}, {}]"), "application/vnd.acme+json", "utf-8", null);
        assertThat(codec.readBody(CodecTesting.message(payload)).args()).hasSize(1);
    }

    private MalformedMessageException refusal(String body) {
        return refusal(this.codec, CodecTesting.message(body));
    }

    private MalformedMessageException refusal(byte[] body, @Nullable String compression) {
        return refusal(this.codec, CodecTesting.message(body, compression));
    }

    private static MalformedMessageException refusal(MessageCodec codec, TaskMessage message) {
        return catchThrowableOfType(MalformedMessageException.class, () -> codec.readBody(message));
    }

    private static byte[] zlib(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream stream = new DeflaterOutputStream(compressed)) {
            stream.write(bytes);
        }
        return compressed.toByteArray();
    }

}
