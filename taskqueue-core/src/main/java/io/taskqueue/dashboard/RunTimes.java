package io.taskqueue.dashboard;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.jspecify.annotations.Nullable;

/**
 * How long bodies ran, as counts in drawers that grow by a fifth each: enough to tell a
 * percentile, whatever their number.
 */
final class RunTimes {

    private static final int PER_DOUBLING = 4;

    private static final int DRAWERS = 40 * PER_DOUBLING;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(DRAWERS);

    void add(Duration time) {
        double micros = Math.max(1, time.toNanos() / 1_000.0);
        int drawer = (int) (Math.log(micros) / Math.log(2) * PER_DOUBLING);
        this.counts.incrementAndGet(Math.min(DRAWERS - 1, drawer));
    }

    /** In milliseconds, or {@code null} where nothing ran. */
    @Nullable Double percentile(int percent) {
        long all = 0;
        for (int i = 0; i < DRAWERS; i++) {
            all += this.counts.get(i);
        }
        long passed = 0;
        for (int i = 0; i < DRAWERS && all > 0; i++) {
            passed += this.counts.get(i);
            if (passed * 100 >= all * percent) {
                return Math.round(Math.pow(2, (i + 0.5) / PER_DOUBLING)) / 1_000.0;
            }
        }
        return null;
    }

}
