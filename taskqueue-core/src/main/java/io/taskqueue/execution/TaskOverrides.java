package io.taskqueue.execution;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.SharedTask;

/**
 * What configuration says of tasks by name or pattern, in place of their annotation; what
 * is {@code null} is left alone.
 *
 * @param queue the queue they are sent to
 * @param priority 0 to 9, high first
 * @param maxRetries how many retries at most; -1 without end
 * @param retryFor exceptions that lead to a retry
 * @param dontRetryFor exceptions that never do
 * @param retryDelay how long a retry waits
 * @param retryBackoff the first of waits that double
 * @param retryBackoffMax the longest of these
 * @param retryJitter whether these are drawn at random
 * @param retryUntil how long after the call a retry may be made
 * @param timeLimit the hard limit of one attempt
 * @param softTimeLimit the limit at which it is interrupted
 * @param acks when the broker forgets the message
 * @param ignoreResult whether no result is stored
 * @param trackStarted whether a store without history is told of the start
 * @param expires how long after the call it may still start
 */
public record TaskOverrides(@Nullable String queue, @Nullable Integer priority, @Nullable Integer maxRetries,
        @Nullable List<Class<? extends Throwable>> retryFor, @Nullable List<Class<? extends Throwable>> dontRetryFor,
        @Nullable Duration retryDelay, @Nullable Duration retryBackoff, @Nullable Duration retryBackoffMax,
        @Nullable Boolean retryJitter, @Nullable Duration retryUntil, @Nullable Duration timeLimit,
        @Nullable Duration softTimeLimit, SharedTask.@Nullable Acknowledgement acks, @Nullable Boolean ignoreResult,
        @Nullable Boolean trackStarted, @Nullable Duration expires) {

    /** Leaves everything alone. */
    public static final TaskOverrides NONE = new TaskOverrides(null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null);

    /** These overrides, with what is absent here taken from the others. */
    TaskOverrides or(TaskOverrides others) {
        return new TaskOverrides(first(this.queue, others.queue), first(this.priority, others.priority),
                first(this.maxRetries, others.maxRetries), first(this.retryFor, others.retryFor),
                first(this.dontRetryFor, others.dontRetryFor), first(this.retryDelay, others.retryDelay),
                first(this.retryBackoff, others.retryBackoff), first(this.retryBackoffMax, others.retryBackoffMax),
                first(this.retryJitter, others.retryJitter), first(this.retryUntil, others.retryUntil),
                first(this.timeLimit, others.timeLimit), first(this.softTimeLimit, others.softTimeLimit),
                first(this.acks, others.acks), first(this.ignoreResult, others.ignoreResult),
                first(this.trackStarted, others.trackStarted), first(this.expires, others.expires));
    }

    static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return (one != null) ? one : other;
    }

}
