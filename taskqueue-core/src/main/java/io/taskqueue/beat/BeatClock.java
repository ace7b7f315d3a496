package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TimeSource;

/**
 * The store's time, read off now and then and counted on by this node's steady clock, so
 * that the node's own wall clock may be wrong.
 */
final class BeatClock {

    /** What a look may be off by without anybody having set a clock. */
    private static final Duration PLAY = Duration.ofSeconds(2);

    private final FiringLog log;

    private final TimeSource time;

    private @Nullable Instant read;

    private long readAt;

    BeatClock(FiringLog log, TimeSource time) {
        this.log = log;
        this.time = time;
    }

    /**
     * Reads the store's time anew.
     * @return whether it has been set back since the last look
     */
    boolean look() {
        Instant expected = (this.read != null) ? now() : Instant.MIN;
        long before = this.time.nanos();
        Instant told = this.log.now();
        this.readAt = before + (this.time.nanos() - before) / 2;
        this.read = told;
        return now().plus(PLAY).isBefore(expected);
    }

    /** What time it is there. */
    Instant now() {
        if (this.read == null) {
            throw new IllegalStateException("Nobody has looked yet");
        }
        return this.read.plusNanos(this.time.nanos() - this.readAt);
    }

    /** A moment as this node's steady clock counts. */
    long nanos() {
        return this.time.nanos();
    }

}
