package io.taskqueue.jdbc;

import java.util.concurrent.TimeUnit;

/**
 * How often a consumer looks without having been called: once a second where it would
 * hear the bell, else often after work and more and more rarely without.
 */
final class Pace {

    private static final long HEARING = TimeUnit.SECONDS.toNanos(1);

    private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(25);

    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(500);

    private long pause = QUICK;

    void busy() {
        this.pause = QUICK;
    }

    /** How long to wait this time. */
    long next(boolean hearing) {
        long now = this.pause;
        this.pause = Math.min(SLOW, now * 2);
        return hearing ? HEARING : now;
    }

}
