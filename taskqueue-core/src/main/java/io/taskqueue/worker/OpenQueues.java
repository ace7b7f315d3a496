package io.taskqueue.worker;

import java.util.List;
import java.util.Set;

import io.taskqueue.admission.Wishes;
import io.taskqueue.message.TimeSource;

/**
 * A worker's queues without those that are paused, which are asked for four times a
 * second at most; whoever keeps them remembers them for a while, too.
 */
final class OpenQueues {

    private static final long FRESH = 250_000_000L;

    private final List<String> queues;

    private final Wishes wishes;

    private final TimeSource time;

    private List<String> open;

    private long asked;

    private volatile boolean stale;

    OpenQueues(List<String> queues, Wishes wishes, TimeSource time) {
        this.queues = queues;
        this.wishes = wishes;
        this.time = time;
        this.open = queues;
        this.asked = time.nanos() - FRESH;
    }

    /** Some were paused or resumed; said by any thread, which is not kept waiting. */
    void refresh() {
        this.wishes.refresh();
        this.stale = true;
    }

    /** Whether one of them is paused, as far as is known. */
    synchronized boolean anyPaused() {
        return this.open.size() < this.queues.size();
    }

    synchronized List<String> now() {
        long now = this.time.nanos();
        if (this.stale || now - this.asked >= FRESH) {
            this.stale = false;
            Set<String> paused = this.wishes.paused();
            this.open = this.queues.stream().filter((queue) -> !paused.contains(queue)).toList();
            this.asked = now;
        }
        return this.open;
    }

}
