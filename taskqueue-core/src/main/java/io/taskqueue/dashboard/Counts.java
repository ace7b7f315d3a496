package io.taskqueue.dashboard;

import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * How many tasks there are in each state, counted anew only so often that counting takes
 * a fiftieth of the time: many viewers of a large table cost no more than one.
 */
final class Counts implements Supplier<@Nullable Map<String, Long>> {

    private static final long SHARE = 50;

    private final Supplier<@Nullable Map<String, Long>> counting;

    private final LongSupplier nanos;

    private @Nullable Map<String, Long> last;

    private boolean counted;

    private long next;

    Counts(Supplier<@Nullable Map<String, Long>> counting, LongSupplier nanos) {
        this.counting = counting;
        this.nanos = nanos;
    }

    @Override
    public synchronized @Nullable Map<String, Long> get() {
        long start = this.nanos.getAsLong();
        if (!this.counted || start - this.next >= 0) {
            this.last = this.counting.get();
            this.counted = true;
            long end = this.nanos.getAsLong();
            this.next = end + (end - start) * SHARE;
        }
        return this.last;
    }

}
