package io.taskqueue.redis;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How our priorities, 0 to 9 and high first, become kombu's numbers and lists, of which
 * low is first. An unset one is our lowest and Python's highest, so queues that are meant
 * to be shared with Python take our numbers as they are.
 */
record Priorities(Set<String> celeryQueues) {

    private static final int MOST = 9;

    /** Whether the queue is meant to be shared with Python. */
    boolean celerys(String queue) {
        return this.celeryQueues.contains(queue);
    }

    /** The number in the envelope. */
    int wire(String queue, int priority) {
        return celerys(queue) ? priority : MOST - priority;
    }

    /** Our priority of a message with this number, absent ones being zero. */
    int ours(String queue, @Nullable Integer wire) {
        int number = (wire != null) ? Math.min(MOST, Math.max(0, wire)) : 0;
        return celerys(queue) ? number : MOST - number;
    }

    /** The step whose list holds messages with this number. */
    static String step(int wire) {
        return RedisKeys.STEPS.get(Math.min(MOST, Math.max(0, wire)) / 3);
    }

    /** Steps of the lists that ordinary calls use, from Java and from Python. */
    List<String> ordinarySteps(String queue) {
        String ours = step(wire(queue, 0));
        String theirs = RedisKeys.STEPS.get(0);
        return ours.equals(theirs) ? List.of(ours) : List.of(ours, theirs);
    }

}
