package io.taskqueue.event;

import java.time.Instant;
import java.util.Set;

/** Something that happened to a worker of this node. */
public sealed interface WorkerEvent {

    /** The worker's name. */
    String worker();

    /** When it happened. */
    Instant at();

    /**
     * It began to take tasks.
     *
     * @param queues from these queues
     */
    record WorkerStarted(String worker, Instant at, Set<String> queues) implements WorkerEvent {
    }

    /** It ended. */
    record WorkerStopped(String worker, Instant at) implements WorkerEvent {
    }

}
