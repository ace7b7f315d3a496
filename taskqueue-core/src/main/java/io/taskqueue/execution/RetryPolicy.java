package io.taskqueue.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.taskqueue.RetryOptions;
import io.taskqueue.message.TaskMessage;

/**
 * Whether a failed attempt is followed by another, and after how long. Waits that grow
 * are Celery's: the first one doubled for each retry made, up to the longest, and with
 * jitter drawn evenly from nothing to that.
 */
final class RetryPolicy {

    private static final int DOUBLINGS = 40;

    private final RetryOptions options;

    RetryPolicy(RetryOptions options) {
        this.options = options;
    }

    /**
     * How long the next attempt waits; empty if there is none.
     * @param asked the wait the task asked for, or {@code null} for the declared one
     */
    Optional<Duration> next(TaskMessage message, @Nullable Duration asked, Instant now) {
        int made = message.headers().retries() - message.headers().snoozes();
        if (this.options.maxRetries() >= 0 && made >= this.options.maxRetries()) {
            return Optional.empty();
        }
        Duration wait = (asked != null) ? asked : declared(made);
        Duration until = this.options.until();
        long sentAt = message.headers().sentAt();
        if (until != null && sentAt > 0 && now.plus(wait).isAfter(Instant.ofEpochMilli(sentAt).plus(until))) {
            return Optional.empty();
        }
        return Optional.of(wait);
    }

    private Duration declared(int made) {
        Duration first = this.options.backoff();
        if (first == null) {
            return this.options.delay();
        }
        double millis = first.toMillis() * Math.pow(2, Math.min(DOUBLINGS, made));
        long wait = (long) Math.min(millis, this.options.backoffMax().toMillis());
        return Duration.ofMillis(this.options.jitter() ? ThreadLocalRandom.current().nextLong(wait + 1) : wait);
    }

}
