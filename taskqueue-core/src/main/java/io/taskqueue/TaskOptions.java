package io.taskqueue;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What holds for every call of a task unless the call says otherwise: annotation,
 * configuration and defaults together.
 *
 * @param queue the queue it is sent to
 * @param priority 0 to 9, high first, or {@code null} for none
 * @param retry when a failed attempt is followed by another
 * @param timeLimit the hard limit of one attempt, or {@code null} for none
 * @param softTimeLimit the limit at which an attempt is interrupted, or {@code null} for
 * none
 * @param acks when the broker forgets the message
 * @param ignoreResult whether no result is stored
 * @param trackStarted whether a store without history is told of the start
 * @param expires how long after the call it may still start, or {@code null} for ever
 */
public record TaskOptions(String queue, @Nullable Integer priority, RetryOptions retry, @Nullable Duration timeLimit,
        @Nullable Duration softTimeLimit, SharedTask.Acknowledgement acks, boolean ignoreResult, boolean trackStarted,
        @Nullable Duration expires) {

    /**
     * The default queue. Not Celery's, so that Java never takes what waits for Python.
     */
    public static final String DEFAULT_QUEUE = "taskqueue";

    /** What holds where nobody says anything. */
    public static final TaskOptions DEFAULT = new TaskOptions(DEFAULT_QUEUE, null, RetryOptions.DEFAULT, null, null,
            SharedTask.Acknowledgement.LATE, false, false, null);

}
