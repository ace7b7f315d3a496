package io.taskqueue.execution;

import java.time.Duration;

/**
 * What holds for every task a worker runs.
 *
 * @param worker the node's name
 * @param maxDeliveries how often a message may be handed out before it counts as one that
 * kills its workers
 * @param parkFor how long a message of an unknown task is kept for a worker that knows it
 * @param parkDelay how long it waits each time
 */
public record RunnerOptions(String worker, int maxDeliveries, Duration parkFor, Duration parkDelay) {

    /** The defaults, for a node of this name. */
    public static RunnerOptions of(String worker) {
        return new RunnerOptions(worker, 5, Duration.ofHours(1), Duration.ofSeconds(10));
    }

}
