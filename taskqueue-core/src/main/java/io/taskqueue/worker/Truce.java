package io.taskqueue.worker;

import java.time.Duration;

import io.taskqueue.message.TimeSource;

/**
 * The time after a broker was away for so long that leases ended: they ended for all, and
 * nobody takes from owners that are on their way back.
 */
final class Truce {

    private final TimeSource time;

    private boolean away;

    private long since;

    private long until;

    Truce(TimeSource time) {
        this.time = time;
        this.until = time.nanos();
    }

    /** The broker could not be reached, asked at this moment. */
    synchronized void away(long asked) {
        if (!this.away) {
            this.away = true;
            this.since = asked;
        }
    }

    /** The broker was reached. */
    synchronized void back(Duration lease) {
        long now = this.time.nanos();
        if (this.away && now - this.since > lease.toNanos() / 2) {
            this.until = now + lease.toNanos();
        }
        this.away = false;
    }

    synchronized boolean over() {
        return !this.away && this.time.nanos() - this.until >= 0;
    }

}
