package io.taskqueue.sql;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TimeSource;

/**
 * Whether the silence of other processes means anything. After an outage of the database,
 * or after this machine slept, everybody has been silent, and who comes back first must
 * not declare the others dead.
 */
public final class Contact {

    private final TimeSource time;

    private boolean broken;

    private @Nullable Long restored;

    private @Nullable Instant lastLook;

    public Contact(TimeSource time) {
        this.time = time;
    }

    /** The database did not answer. */
    public synchronized void broken() {
        this.broken = true;
    }

    /** The database answered. */
    public synchronized void answered() {
        if (this.broken) {
            this.broken = false;
            this.restored = this.time.nanos();
        }
    }

    /**
     * Whether the database has answered without a break for so long, as far as is known.
     */
    public synchronized boolean heldFor(Duration time) {
        return !this.broken && (this.restored == null || this.time.nanos() - this.restored >= time.toNanos());
    }

    /** Whether everybody alive has had the chance to speak within this time. */
    public synchronized boolean unbrokenFor(Duration silence) {
        Instant now = this.time.now();
        if (this.lastLook != null && Duration.between(this.lastLook, now).compareTo(silence) > 0) {
            this.restored = this.time.nanos();
        }
        this.lastLook = now;
        return heldFor(silence);
    }

}
