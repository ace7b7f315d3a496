package io.taskqueue.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.message.MalformedMessageException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MessageLimitsTests {

    private static final long LIMIT = MessageLimits.defaults().messageBytes();

    private static final String GZIP = "application/x-gzip";

    private final MessageCodec codec = MessageCodec.standard();

    @Test
    @Tag("S06")
    @DisplayName("S06 refuses bodies nested too deep")
    void refusesBodiesNestedTooDeep() {
        String deep = "[".repeat(10_000);
        assertThat(refusal(deep).reason()).isEqualTo(Reason.TOO_DEEP);
        assertThat(refusal("[[" + deep).reason()).isEqualTo(Reason.TOO_DEEP);
        assertThat(refusal("[[], {\"k\": " + "{\"k\": ".repeat(10_000)).reason()).isEqualTo(Reason.TOO_DEEP);
        assertThat(refusal("[[], {}, {\"chord\": " + deep).reason()).isEqualTo(Reason.TOO_DEEP);
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 refuses long strings, numbers, names, lists")
    void refusesLongStringsNumbersNamesAndLists() {
        MessageCodec small = new MessageCodec(new MessageLimits(100_000, 200, 1000, 1000, 500, 100, 65_536, 100),
                Set.of(Payload.JSON));
        List<String> bodies = List.of("[[\"" + "x".repeat(1001) + "\"], {}, {}]",
                "[[" + "1".repeat(1001) + "], {}, {}]", "[[], {\"" + "k".repeat(501) + "\": 1}, {}]",
                "[[], {}, {\"chain\": [" + "{},".repeat(100) + "{}]}]",
                "[[], {}, {\"callbacks\": [" + "{},".repeat(100) + "{}]}]", "[[" + "1,".repeat(30_000) + "1], {}, {}]",
                "x".repeat(100_001));
        assertThat(bodies).allSatisfy(
                (body) -> assertThat(refusal(small, CodecTesting.message(body)).reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 refuses long chains without holding them")
    void refusesLongChainsWithoutHoldingThem() {
        String links = "{},".repeat(2_000_000) + "{}";
        TaskMessage message = CodecTesting.message("[[], {}, {\"chain\": [" + links + "]}]");
        assertThat(allocated(() -> refusal(this.codec, message))).isLessThan(2 * LIMIT);
        assertThat(refusal(this.codec, message).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 bounds what many small values hold")
    void boundsWhatManySmallValuesHold() {
        TaskMessage message = CodecTesting.message("[[" + "{},".repeat(2_700_000) + "{}], {}, {}]");
        assertThat(refusal(this.codec, message).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 refuses before it has read much")
    void refusesBeforeItHasReadMuch() {
        List<String> bodies = List.of("[".repeat(8_000_000), "[[\"" + "x".repeat(8_380_000),
                "[[" + "9".repeat(8_000_000), "[[], {}, {\"chain\": [" + "{},".repeat(2_000_000));
        assertThat(bodies).allSatisfy((body) -> {
            TaskMessage message = CodecTesting.message(body);
            // twice the limit, and the buffers of the reader itself
            assertThat(allocated(() -> refusal(this.codec, message))).isLessThan(2 * LIMIT + 100_000);
            System.out.printf("figure: 8 MB refused as %s in %d ms%n", refusal(this.codec, message).reason(),
                    fastestOfFive(() -> refusal(this.codec, message)).toMillis());
        });
    }

    @Test
    @Tag("S07")
    @DisplayName("S07 stops a bomb at the limit")
    void stopsABombAtTheLimit() throws IOException {
        TaskMessage bomb = CodecTesting.message(zeros(300_000_000), GZIP);
        assertThat(refusal(this.codec, bomb).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(allocated(() -> refusal(this.codec, bomb))).isLessThan(16_000_000);
        System.out.printf("figure: a bomb of 300 MB refused in %d ms%n",
                fastestOfFive(() -> refusal(this.codec, bomb)).toMillis());
    }

    @Test
    @Tag("S07")
    @DisplayName("S07 stops a small bomb at its ratio")
    void stopsASmallBombAtItsRatio() throws IOException {
        byte[] bomb = zeros(5_000_000);
        assertThat(refusal(bomb, GZIP).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(allocated(() -> refusal(bomb, GZIP))).isLessThan(200L * bomb.length);
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 refuses floods of headers")
    void refusesFloodsOfHeaders() {
        WireMessage many = CodecTesting.headers((headers) -> {
            for (int i = 0; i < 99; i++) {
                headers.put("h" + i, i);
            }
        });
        assertThat(refusal(many).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(CodecTesting.header("h", "x".repeat(65_536))).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(CodecTesting.header("x".repeat(65_536), 1)).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(CodecTesting.header("h", Map.of("k", List.of("ä".repeat(40_000))))).reason())
            .isEqualTo(Reason.TOO_LARGE);
        assertThat(refusal(CodecTesting.header("h", new ArrayList<>(Collections.nCopies(10_000, 1)))).reason())
            .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 refuses headers nested too deep")
    void refusesHeadersNestedTooDeep() {
        Object nested = List.of();
        for (int i = 0; i < 10_000; i++) {
            nested = List.of(nested);
        }
        assertThat(refusal(CodecTesting.header("h", nested)).reason()).isEqualTo(Reason.TOO_DEEP);
    }

    @Test
    @Tag("S06")
    @DisplayName("S06 refuses bodies beyond the limit")
    void refusesBodiesBeyondTheLimit() {
        assertThat(refusal(CodecTesting.body(new byte[100_000_000])).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    private MalformedMessageException refusal(WireMessage wire) {
        return catchThrowableOfType(MalformedMessageException.class, () -> this.codec.decode(wire, "celery"));
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

    private static byte[] zeros(int size) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream stream = new DeflaterOutputStream(compressed)) {
            for (int i = 0; i < size / 100_000; i++) {
                stream.write(new byte[100_000]);
            }
        }
        return compressed.toByteArray();
    }

    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // a reader that found its buffers gone gets new ones, which is not the message's
        for (int i = 0; i < 4; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static Duration fastestOfFive(Runnable work) {
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < 5; i++) {
            long begun = System.nanoTime();
            work.run();
            Duration taken = Duration.ofNanos(System.nanoTime() - begun);
            fastest = (taken.compareTo(fastest) < 0) ? taken : fastest;
        }
        return fastest;
    }

}
