package io.taskqueue.broker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How much a queue holds right now.
 *
 * @param queue its name
 * @param ready messages that could be handed out at once
 * @param delayed messages that are not yet due, or {@code null} where nobody can say
 * @param inFlight messages on loan to workers, or {@code null} where nobody can say
 * @param oldest how long the first ready message has waited, or {@code null} where nobody
 * can say
 */
public record QueueDepth(String queue, long ready, @Nullable Long delayed, @Nullable Long inFlight,
        @Nullable Duration oldest) {

    /** One whose counts are all known. */
    public QueueDepth(String queue, long ready, long delayed, long inFlight, @Nullable Duration oldest) {
        this(queue, ready, Long.valueOf(delayed), Long.valueOf(inFlight), oldest);
    }

}
