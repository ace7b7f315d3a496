package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;

/**
 * Comes round after each such period, counted from the moment before.
 *
 * @param period how long it is from one to the next
 */
record EverySchedule(Duration period) implements Schedule {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    EverySchedule {
        if (period.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("A period is at least a second, not " + period);
        }
    }

    @Override
    public Instant next(Instant after) {
        return after.plus(this.period);
    }

    @Override
    public String text() {
        return this.period.toString();
    }

}
