package io.taskqueue.test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.taskqueue.message.TimeSource;

/** A clock that stands still until somebody moves it. */
final class TestTime implements TimeSource {

    private Instant now = present();

    private long nanos;

    @Override
    public synchronized Instant now() {
        return this.now;
    }

    @Override
    public synchronized long nanos() {
        return this.nanos;
    }

    synchronized void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("Time moves forward, not by " + step);
        }
        this.now = this.now.plus(step);
        this.nanos += step.toNanos();
    }

    /**
     * Back to the present. The steady clock never goes back, so it jumps past all that
     * was to last a while.
     */
    synchronized void reset(Duration past) {
        this.now = present();
        this.nanos += past.toNanos();
    }

    private static Instant present() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

}
