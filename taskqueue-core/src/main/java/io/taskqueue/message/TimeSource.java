package io.taskqueue.message;

import java.time.Instant;

/**
 * The time, from outside, so that tests can own it: a wall clock for moments and a steady
 * one for durations.
 */
public interface TimeSource {

    /** The wall clock. */
    Instant now();

    /** A clock that never jumps, in nanoseconds from an arbitrary start. */
    long nanos();

    /** This machine's clocks. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }

    /** This machine's clocks. */
    enum SystemTime implements TimeSource {

        INSTANCE;

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

    }

}
