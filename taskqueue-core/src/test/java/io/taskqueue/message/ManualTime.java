package io.taskqueue.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A time that stands still until a test moves it. */
public final class ManualTime implements TimeSource {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    /**
     * Close to where the steady clock of a long-lived machine passes its largest number.
     */
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    @Override
    public synchronized Instant now() {
        return this.now;
    }

    @Override
    public synchronized long nanos() {
        return this.nanos;
    }

    /** Lets this much time pass, on both clocks. */
    public void advance(Duration time) {
        synchronized (this) {
            this.now = this.now.plus(time);
            this.nanos += time.toNanos();
        }
        this.listeners.forEach(Runnable::run);
    }

    /** Sets the wall clock forward or back, while no time passes. */
    public void jump(Duration jump) {
        synchronized (this) {
            this.now = this.now.plus(jump);
        }
        this.listeners.forEach(Runnable::run);
    }

    /** Has this called after each move. */
    public void onMove(Runnable listener) {
        this.listeners.add(listener);
    }

}
