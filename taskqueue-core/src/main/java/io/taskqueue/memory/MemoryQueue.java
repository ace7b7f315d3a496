package io.taskqueue.memory;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.QueueDepth;

/**
 * One queue: a line for each priority, and counts of what is not ready. Guarded by the
 * depot's lock.
 */
final class MemoryQueue {

    private static final int PRIORITIES = 10;

    final String name;

    /** Those who wait for a message of this queue, the longest first. */
    final Set<Receiver> waiting = new LinkedHashSet<>();

    long delayed;

    long inFlight;

    private final @Nullable Line[] lines = new @Nullable Line[PRIORITIES];

    private int occupied;

    private long ready;

    MemoryQueue(String name) {
        this.name = name;
    }

    void add(QueuedMessage message) {
        line(message).add(message);
    }

    void addAgain(QueuedMessage message) {
        line(message).addAgain(message);
    }

    private Line line(QueuedMessage message) {
        Line line = this.lines[message.priority];
        if (line == null) {
            line = new Line();
            this.lines[message.priority] = line;
        }
        this.occupied |= 1 << message.priority;
        this.ready++;
        return line;
    }

    @Nullable QueuedMessage poll() {
        int priority = 31 - Integer.numberOfLeadingZeros(this.occupied);
        Line line = (priority >= 0) ? this.lines[priority] : null;
        QueuedMessage message = (line != null) ? line.poll() : null;
        if (line == null || message == null) {
            return null;
        }
        if (line.isEmpty()) {
            this.occupied &= ~(1 << priority);
        }
        this.ready--;
        return message;
    }

    /** Forgets what is ready. */
    long clear() {
        long cleared = this.ready;
        this.ready = 0;
        this.occupied = 0;
        Arrays.fill(this.lines, null);
        return cleared;
    }

    boolean hasReady() {
        return this.ready > 0;
    }

    boolean idle() {
        return this.ready == 0 && this.delayed == 0 && this.inFlight == 0 && this.waiting.isEmpty();
    }

    QueueDepth depth(long now) {
        long since = now;
        for (Line line : this.lines) {
            since = (line != null) ? line.readySince(since) : since;
        }
        return new QueueDepth(this.name, this.ready, this.delayed, this.inFlight,
                (this.ready > 0) ? Duration.ofNanos(now - since) : null);
    }

}
