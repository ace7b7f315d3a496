package io.taskqueue.control;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Counts what is said, so that what was said after hearing something has a larger number
 * than that: Lamport's logical clock, by which Celery orders events of many workers.
 */
final class LamportClock {

    /**
     * A foreign number beyond this is somebody's mistake, and would never be caught up.
     */
    private static final long LARGEST = Long.MAX_VALUE / 2;

    private final AtomicLong now = new AtomicLong();

    long now() {
        return this.now.get();
    }

    /** The number of what is said next. */
    long forward() {
        return this.now.incrementAndGet();
    }

    /** Takes note of a number that was heard; anything else is not one. */
    void heard(@Nullable Object clock) {
        if (clock instanceof Number number && number.longValue() < LARGEST) {
            this.now.updateAndGet((own) -> Math.max(own, number.longValue()) + 1);
        }
    }

}
