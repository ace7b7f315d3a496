package io.taskqueue.memory;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.Due;
import io.taskqueue.message.TimeSource;

/**
 * Messages that are not yet due: those with a delay by the steady clock, those with a
 * moment by the wall clock, so that a wall clock that jumps moves no delay. Guarded by
 * the depot's lock.
 */
final class DelayedMessages {

    /** More than a century; the steady clock counts no further than three. */
    private static final long LONGEST = Long.MAX_VALUE / 2;

    private final PriorityQueue<After> after = new PriorityQueue<>();

    private final PriorityQueue<At> at = new PriorityQueue<>(
            Comparator.comparing(At::moment).thenComparingLong(At::order));

    private final TimeSource time;

    private long order;

    DelayedMessages(TimeSource time) {
        this.time = time;
    }

    /** Whether such a message still has to wait. */
    boolean waits(@Nullable Due due) {
        if (due instanceof Due.At moment) {
            return moment.moment().isAfter(this.time.now());
        }
        return due instanceof Due.After delay && !delay.delay().isZero();
    }

    void add(QueuedMessage message, Due due) {
        this.order++;
        if (due instanceof Due.At moment) {
            this.at.add(new At(moment.moment(), this.order, message));
        }
        else if (due instanceof Due.After delay) {
            this.after.add(new After(this.time.nanos() + nanos(delay.delay()), this.order, message));
        }
    }

    /** Takes the next message that is due out, or answers {@code null}. */
    @Nullable QueuedMessage pollDue() {
        After delay = this.after.peek();
        if (delay != null && delay.nanos - this.time.nanos() <= 0) {
            this.after.remove();
            return delay.message;
        }
        At moment = this.at.peek();
        if (moment != null && !moment.moment.isAfter(this.time.now())) {
            this.at.remove();
            return moment.message;
        }
        return null;
    }

    boolean isEmpty() {
        return this.after.isEmpty() && this.at.isEmpty();
    }

    /**
     * How long it is until the next one is due, in nanoseconds, at most
     * {@code otherwise}.
     */
    long nanosUntilDue(long otherwise) {
        long wait = otherwise;
        After delay = this.after.peek();
        if (delay != null) {
            wait = Math.min(wait, delay.nanos - this.time.nanos());
        }
        At moment = this.at.peek();
        if (moment != null) {
            wait = Math.min(wait, nanosUntil(moment.moment));
        }
        return Math.max(0, wait);
    }

    void removeIf(Predicate<QueuedMessage> condition) {
        this.after.removeIf((delayed) -> condition.test(delayed.message));
        this.at.removeIf((delayed) -> condition.test(delayed.message));
    }

    void clear() {
        this.after.clear();
        this.at.clear();
    }

    private long nanosUntil(Instant moment) {
        try {
            return nanos(Duration.between(this.time.now(), moment));
        }
        catch (DateTimeException | ArithmeticException beyondAllTime) {
            return LONGEST;
        }
    }

    static long nanos(Duration duration) {
        return (duration.compareTo(Duration.ofNanos(LONGEST)) < 0) ? duration.toNanos() : LONGEST;
    }

    private record After(long nanos, long order, QueuedMessage message) implements Comparable<After> {

        /** By the difference, because the steady clock may pass its largest number. */
        @Override
        public int compareTo(After other) {
            long difference = this.nanos - other.nanos;
            return (difference != 0) ? Long.signum(difference) : Long.compare(this.order, other.order);
        }

    }

    private record At(Instant moment, long order, QueuedMessage message) {
    }

}
