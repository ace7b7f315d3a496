package io.taskqueue.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.taskqueue.RetryOptions;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;

import static org.assertj.core.api.Assertions.assertThat;

class RetryPolicyTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void threeRetriesMeanFourRuns() {
        RetryPolicy policy = new RetryPolicy(RetryOptions.DEFAULT);
        assertThat(IntStream.range(0, 5).mapToObj((made) -> policy.next(after(made), null, NOW)))
            .containsExactly(minutes(3), minutes(3), minutes(3), Optional.empty(), Optional.empty());
    }

    @Test
    void minusOneNeverRunsOut() {
        RetryPolicy policy = new RetryPolicy(options(-1, null, false, null));
        assertThat(policy.next(after(1_000), null, NOW)).isPresent();
    }

    @Test
    void growingWaitsDoubleUpToTheLongest() {
        RetryPolicy policy = new RetryPolicy(options(20, Duration.ofSeconds(1), false, null));
        assertThat(IntStream.of(0, 1, 2, 9, 15).mapToObj((made) -> policy.next(after(made), null, NOW).orElseThrow()))
            .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4),
                    Duration.ofSeconds(512), Duration.ofSeconds(600));
    }

    @Test
    void jitterStaysBetweenNothingAndTheWait() {
        RetryPolicy policy = new RetryPolicy(options(20, Duration.ofSeconds(1), true, null));
        assertThat(IntStream.range(0, 500).mapToObj((i) -> policy.next(after(3), null, NOW).orElseThrow()))
            .allSatisfy((wait) -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofSeconds(8)))
            .anySatisfy((wait) -> assertThat(wait).isLessThan(Duration.ofSeconds(4)))
            .anySatisfy((wait) -> assertThat(wait).isGreaterThan(Duration.ofSeconds(4)));
    }

    @Test
    void whatTheTaskAskedForWins() {
        RetryPolicy policy = new RetryPolicy(options(20, Duration.ofSeconds(1), true, null));
        assertThat(policy.next(after(0), Duration.ofMinutes(7), NOW)).contains(Duration.ofMinutes(7));
    }

    @Test
    void noRetryBeyondTheElapsedTime() {
        RetryPolicy policy = new RetryPolicy(options(20, null, false, Duration.ofMinutes(5)));
        TaskMessage called = after(1).header(TaskHeaders.SENT_AT, NOW.minusSeconds(60).toEpochMilli());
        assertThat(policy.next(called, Duration.ofMinutes(4), NOW)).isPresent();
        assertThat(policy.next(called, Duration.ofMinutes(4).plusMillis(1), NOW)).isEmpty();
    }

    @Test
    void snoozesUseUpNoRetry() {
        RetryPolicy policy = new RetryPolicy(options(1, null, false, null));
        TaskMessage snoozed = after(0).snooze(Duration.ZERO).snooze(Duration.ZERO);
        assertThat(policy.next(snoozed, null, NOW)).isPresent();
        assertThat(policy.next(snoozed.retry(Duration.ZERO), null, NOW)).isEmpty();
    }

    private static Optional<Duration> minutes(int minutes) {
        return Optional.of(Duration.ofMinutes(minutes));
    }

    private static RetryOptions options(int maxRetries, @Nullable Duration backoff, boolean jitter,
            @Nullable Duration until) {
        return new RetryOptions(maxRetries, true, Set.of(), Set.of(), Duration.ofMinutes(3), backoff,
                Duration.ofMinutes(10), jitter, until);
    }

    private static TaskMessage after(int retries) {
        return new TaskMessage("id", "task", "queue", Payload.json(new byte[0]),
                TaskHeaders.of(Map.of(TaskHeaders.RETRIES, retries)), null, null, null);
    }

}
