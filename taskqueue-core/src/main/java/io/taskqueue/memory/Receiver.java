package io.taskqueue.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;

/** A place to wait for messages, one for each consumer. Guarded by the depot's lock. */
final class Receiver {

    final Condition woken;

    /** The queues it is waiting for just now. */
    final List<MemoryQueue> queues = new ArrayList<>();

    Receiver(Condition woken) {
        this.woken = woken;
    }

}
