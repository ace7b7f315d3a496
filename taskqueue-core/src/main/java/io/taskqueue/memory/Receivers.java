package io.taskqueue.memory;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Those who wait for messages: each new message wakes one of those who can take it, the
 * longest waiting first. Guarded by the depot's lock.
 */
final class Receivers {

    private final Set<Receiver> waiting = new LinkedHashSet<>();

    private final DelayedMessages delayed;

    /** The one that wakes when the next delayed message is due; the others need not. */
    private @Nullable Receiver keeper;

    Receivers(DelayedMessages delayed) {
        this.delayed = delayed;
    }

    /**
     * Waits until there may be something.
     * @param nanos how long at most
     * @return how much of that time is left
     */
    long await(Receiver receiver, Collection<MemoryQueue> queues, long nanos) throws InterruptedException {
        if (this.keeper == null && !this.delayed.isEmpty()) {
            this.keeper = receiver;
        }
        long wait = (this.keeper == receiver) ? this.delayed.nanosUntilDue(nanos) : nanos;
        enter(receiver, queues);
        try {
            return nanos - wait + Math.min(wait, receiver.woken.awaitNanos(wait));
        }
        finally {
            leave(receiver);
            if (this.keeper == receiver) {
                this.keeper = null;
            }
        }
    }

    /** A message of this queue is ready. */
    void wakeOne(MemoryQueue queue) {
        Iterator<Receiver> longest = queue.waiting.iterator();
        if (longest.hasNext()) {
            Receiver receiver = longest.next();
            // it has its message: the next one is for somebody else
            leave(receiver);
            receiver.woken.signal();
        }
    }

    /** The next delayed message is due at another time than before. */
    void wakeKeeper() {
        Iterator<Receiver> any = this.waiting.iterator();
        if (this.keeper != null) {
            this.keeper.woken.signal();
        }
        else if (any.hasNext()) {
            any.next().woken.signal();
        }
    }

    /** Somebody who waits has to watch the clock while there are delayed messages. */
    void ensureKeeper() {
        if (this.keeper == null && !this.waiting.isEmpty() && !this.delayed.isEmpty()) {
            wakeKeeper();
        }
    }

    void wakeAll() {
        this.waiting.forEach((receiver) -> receiver.woken.signal());
    }

    private void enter(Receiver receiver, Collection<MemoryQueue> queues) {
        this.waiting.add(receiver);
        receiver.queues.addAll(queues);
        queues.forEach((queue) -> queue.waiting.add(receiver));
    }

    private void leave(Receiver receiver) {
        this.waiting.remove(receiver);
        receiver.queues.forEach((queue) -> queue.waiting.remove(receiver));
        receiver.queues.clear();
    }

}
