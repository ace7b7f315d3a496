package io.taskqueue.worker;

import java.time.Duration;

/**
 * How long bodies run on average, the last ones weighing most, and how many more a worker
 * may therefore hold: as many as it would begin within its look-ahead. Shared by all
 * slots; a lost update is no harm.
 */
final class RunTimes {

    private static final double WEIGHT = 0.1;

    private static final int MOST_FOR_A_SLOT = 10;

    private final long lookAhead;

    private volatile double mean = -1;

    RunTimes(Duration lookAhead) {
        this.lookAhead = lookAhead.toNanos();
    }

    void add(Duration runtime) {
        double before = this.mean;
        this.mean = (before < 0) ? runtime.toNanos() : before + WEIGHT * (runtime.toNanos() - before);
    }

    int ahead(int concurrency) {
        double known = this.mean;
        if (known < 0 || this.lookAhead == 0) {
            return 0;
        }
        return (int) Math.min((double) MOST_FOR_A_SLOT * concurrency,
                concurrency * (this.lookAhead / Math.max(1, known)));
    }

}
