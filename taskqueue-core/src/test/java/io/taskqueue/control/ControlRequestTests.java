package io.taskqueue.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.taskqueue.broker.BoundedJson;
import io.taskqueue.broker.ControlWire.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class ControlRequestTests {

    private static final Instant NOW = Instant.ofEpochSecond(1_795_234_375);

    private static final String KEY = "1f31d9f0-e544-366a-bfb2-bad57c717699";

    @ParameterizedTest
    @ValueSource(strings = { "", "x", "null", "[]", "{}", "{\"method\": 1}", "{\"method\": null}" })
    void garbageIsNoRequest(String body) {
        assertThat(request(body)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null                    | null  | null | true
            ["java@here"]           | null  | null | true
            ["other", "java@here"]  | null  | null | true
            ["other"]               | null  | null | false
            []                      | null  | null | false
            null                    | java* | glob | true
            null                    | py*   | glob | false
            ["other"]               | *here | glob | true
            null                    | java  | pcre | false
            """)
    void workersAreMeantByNameOrGlob(String destination, String pattern, String matcher, boolean meant) {
        ControlRequest request = request("{\"method\": \"ping\", \"destination\": " + destination + ", \"pattern\": "
                + quoted(pattern) + ", \"matcher\": " + quoted(matcher) + "}");
        assertThat(request).isNotNull();
        assertThat(request.concerns("java@here", NOW)).isEqualTo(meant);
    }

    @Test
    @Tag("S13")
    void patternOfSomebodyElseIsNeverARegularExpression() {
        assertTimeoutPreemptively(Duration.ofMillis(50 * 20), () -> {
            ControlRequest request = request("{\"method\": \"ping\", \"pattern\": \"(a+)+$\", \"matcher\": \"pcre\"}");
            assertThat(request).isNotNull();
            assertThat(request.concerns("a".repeat(50) + "!", NOW)).isFalse();
        });
    }

    @Test
    void requestNobodyWaitsForAnyLongerIsDropped() {
        byte[] ping = "{\"method\": \"ping\"}".getBytes(StandardCharsets.UTF_8);
        double seconds = NOW.getEpochSecond();
        assertThat(ControlRequest.of(new Message(Map.of("expires", seconds + 1), ping),
                new BoundedJson(ControlRequest.LONGEST)))
            .matches((request) -> request.concerns("a", NOW));
        assertThat(ControlRequest.of(new Message(Map.of("expires", seconds), ping),
                new BoundedJson(ControlRequest.LONGEST)))
            .matches((request) -> !request.concerns("a", NOW));
        assertThat(ControlRequest.of(new Message(Map.of("expires", 0), ping), new BoundedJson(ControlRequest.LONGEST)))
            .matches((request) -> request.concerns("a", NOW));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            reply.celery.pidbox | 1f31d9f0-e544-366a-bfb2-bad57c717699 | true
            reply.celery.pidbox | celery                               | false
            reply.celery.pidbox | 1f31d9f0-e544-366a-bfb2              | false
            reply.celery.pidbox | 1F31D9F0-E544-366A-BFB2-BAD57C717699 | false
            celery              | 1f31d9f0-e544-366a-bfb2-bad57c717699 | false
            ''                  | celery                               | false
            """)
    @Tag("S23")
    void answersGoToTheMailboxOfARequestAndNowhereElse(String exchange, String key, boolean taken) {
        ControlRequest request = request("{\"method\": \"ping\", \"reply_to\": {\"exchange\": \"" + exchange
                + "\", \"routing_key\": \"" + key + "\"}}");
        assertThat(request).isNotNull();
        assertThat(request.replyKey()).isEqualTo(taken ? KEY : null);
    }

    @Test
    @Tag("S16")
    void oneRequestNamesAThousandIdsAtMost() {
        ControlRequest request = request("{\"method\": \"revoke\", \"arguments\": {\"task_id\": ["
                + IntStream.range(0, 5_000).mapToObj((i) -> "\"" + i + "\",").collect(Collectors.joining())
                + "1, null, \"" + "x".repeat(300) + "\"]}}");
        assertThat(request).isNotNull();
        assertThat(request.texts("task_id")).hasSize(1_000);
        assertThat(request.texts("nothing")).isEmpty();
        assertThat(request("{\"method\": \"revoke\", \"arguments\": {\"task_id\": [\"a\", \"a\"]}}").texts("task_id"))
            .containsExactly("a");
    }

    private static String quoted(@Nullable String text) {
        return (text == null || text.equals("null")) ? "null" : "\"" + text + "\"";
    }

    private static @Nullable ControlRequest request(String body) {
        return ControlRequest.of(new Message(Map.of(), body.getBytes(StandardCharsets.UTF_8)),
                new BoundedJson(ControlRequest.LONGEST));
    }

}
