package io.taskqueue.broker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How much a queue holds right now.
 *
 * @param queue its name
 * @param ready messages that could be handed out at once
 * @param delayed messages that are not yet due
 * @param inFlight messages on loan to workers
 * @param oldest how long the first ready message has waited, or {@code null} where nobody
 * can say
 */
public record QueueDepth(String queue, long ready, long delayed, long inFlight, @Nullable Duration oldest) {
}
