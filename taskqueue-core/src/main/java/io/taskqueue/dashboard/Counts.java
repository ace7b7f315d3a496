package io.taskqueue.dashboard;

import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * How many tasks there are in each state, as last counted. Whoever asks never waits for a
 * count: one thread counts while somebody asks, and only so often that counting takes a
 * fiftieth of its time. Many viewers of a large table cost no more than one.
 */
final class Counts implements Supplier<@Nullable Map<String, Long>> {

    private static final long SHARE = 50;

    private final Supplier<@Nullable Map<String, Long>> counting;

    private final LongSupplier nanos;

    private volatile Answer last = new Answer(null, null);

    private volatile boolean asked;

    private volatile boolean counted;

    private long next;

    Counts(Supplier<@Nullable Map<String, Long>> counting, LongSupplier nanos) {
        this.counting = counting;
        this.nanos = nanos;
    }

    /**
     * The last counts; {@code null} before the first, and where nobody can tell.
     * @throws RuntimeException if they could not be counted
     */
    @Override
    public @Nullable Map<String, Long> get() {
        this.asked = true;
        RuntimeException failure = this.last.failure();
        if (failure != null) {
            throw failure;
        }
        return this.last.counts();
    }

    boolean counted() {
        return this.counted;
    }

    /** Counts anew, if somebody asked and it is time. */
    synchronized void refresh() {
        long start = this.nanos.getAsLong();
        if (this.counted && (!this.asked || start - this.next < 0)) {
            return;
        }
        this.asked = false;
        this.last = count();
        long end = this.nanos.getAsLong();
        this.next = end + (end - start) * SHARE;
        this.counted = true;
    }

    private Answer count() {
        try {
            return new Answer(this.counting.get(), null);
        }
        catch (RuntimeException failure) {
            return new Answer(null, failure);
        }
    }

    /**
     * What a count came to.
     *
     * @param counts the counts
     * @param failure why there are none
     */
    private record Answer(@Nullable Map<String, Long> counts, @Nullable RuntimeException failure) {
    }

}
