package io.taskqueue.worker;

import java.util.List;
import java.util.Set;

import io.taskqueue.admission.Wishes;
import io.taskqueue.message.TimeSource;

/**
 * A worker's queues without those that are paused, which are asked for twice a second at
 * most.
 */
final class OpenQueues {

    private static final long FRESH = 500_000_000L;

    private final List<String> queues;

    private final Wishes wishes;

    private final TimeSource time;

    private List<String> open;

    private long asked;

    OpenQueues(List<String> queues, Wishes wishes, TimeSource time) {
        this.queues = queues;
        this.wishes = wishes;
        this.time = time;
        this.open = queues;
        this.asked = time.nanos() - FRESH;
    }

    synchronized List<String> now() {
        long now = this.time.nanos();
        if (now - this.asked >= FRESH) {
            Set<String> paused = this.wishes.paused();
            this.open = this.queues.stream().filter((queue) -> !paused.contains(queue)).toList();
            this.asked = now;
        }
        return this.open;
    }

}
