package io.taskqueue;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * When a failed attempt is followed by another.
 *
 * @param maxRetries how many retries at most; -1 without end
 * @param automatic whether every exception leads to a retry, not only those of
 * {@code retryFor}
 * @param retryFor exceptions that lead to a retry, subclasses included
 * @param dontRetryFor exceptions that never do, subclasses included
 * @param delay how long a retry waits
 * @param backoff the first wait of waits that double each time, or {@code null} for a
 * constant {@code delay}
 * @param backoffMax the longest of these waits
 * @param jitter whether these waits are drawn at random from nothing to their length
 * @param until how long after the call a retry may still be made, or {@code null} for
 * ever
 */
public record RetryOptions(int maxRetries, boolean automatic, Set<Class<? extends Throwable>> retryFor,
        Set<Class<? extends Throwable>> dontRetryFor, Duration delay, @Nullable Duration backoff, Duration backoffMax,
        boolean jitter, @Nullable Duration until) {

    /** Celery's defaults: three retries, 180 s apart, and only where the task asks. */
    public static final RetryOptions DEFAULT = new RetryOptions(3, false, Set.of(), Set.of(), Duration.ofSeconds(180),
            null, Duration.ofMinutes(10), true, null);

    public RetryOptions {
        retryFor = Set.copyOf(retryFor);
        dontRetryFor = Set.copyOf(dontRetryFor);
        if (maxRetries < -1) {
            throw new IllegalArgumentException("maxRetries is 0 or more, or -1 for no limit, not " + maxRetries);
        }
    }

    /** Whether this exception leads to a retry by itself. */
    public boolean covers(Throwable cause) {
        return this.dontRetryFor.stream().noneMatch((type) -> type.isInstance(cause))
                && (this.automatic || this.retryFor.stream().anyMatch((type) -> type.isInstance(cause)));
    }

}
