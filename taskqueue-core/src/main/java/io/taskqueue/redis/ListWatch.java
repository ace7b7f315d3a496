package io.taskqueue.redis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.lettuce.core.LMoveArgs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Signal;

/**
 * Waits on the server until a list holds something, over a connection of its own and
 * without a thread. Moving a list's tail onto itself blocks while the list is empty,
 * changes nothing, and ends for everybody who waits as soon as anybody pushes.
 */
final class ListWatch implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ListWatch.class);

    private static final double PATIENCE_SECONDS = 30;

    private static final long OVERDUE = TimeUnit.SECONDS.toNanos(40);

    private static final long REST = TimeUnit.SECONDS.toNanos(1);

    private final RedisConnections connections;

    private final byte[] list;

    private final Set<Signal> waiting = ConcurrentHashMap.newKeySet();

    private @Nullable Line line;

    /** The wait that is under way; its end comes on a thread of the client's. */
    private final AtomicReference<@Nullable Object> armed = new AtomicReference<>();

    private boolean closed;

    private volatile boolean broken;

    private volatile long restUntil;

    private long armedAt;

    ListWatch(RedisConnections connections, byte[] list) {
        this.connections = connections;
        this.list = list;
        this.restUntil = System.nanoTime();
    }

    /** Raises this signal when the list holds something. */
    synchronized void arm(Signal signal) {
        this.waiting.add(signal);
        long now = System.nanoTime();
        if (this.armed.get() != null && now - this.armedAt > OVERDUE) {
            // the server should have answered by now: nobody may be there any more
            hangUp();
        }
        if (this.armed.get() == null && !this.closed && now - this.restUntil >= 0) {
            begin(now);
        }
    }

    private void begin(long now) {
        try {
            Line used = line();
            Object wait = new Object();
            this.armed.set(wait);
            this.armedAt = now;
            used.start((redis) -> redis.blmove(this.list, this.list, LMoveArgs.Builder.rightRight(), PATIENCE_SECONDS))
                .whenComplete((head, failure) -> ended(wait, head, failure));
        }
        catch (BrokerUnavailableException failure) {
            rest(failure);
        }
    }

    private Line line() {
        Line current = this.line;
        if (current == null || this.broken || !current.open()) {
            hangUp();
            current = this.connections.openLine();
            this.line = current;
            this.broken = false;
        }
        return current;
    }

    private void ended(Object wait, byte @Nullable [] head, @Nullable Throwable failure) {
        if (!this.armed.compareAndSet(wait, null)) {
            return;
        }
        if (failure != null) {
            rest(failure);
        }
        else if (head != null) {
            for (Signal signal : Set.copyOf(this.waiting)) {
                this.waiting.remove(signal);
                signal.raise();
            }
        }
    }

    /** The net beneath, one look a second, holds meanwhile. */
    private void rest(Throwable failure) {
        logger.debug("A list cannot be waited on", failure);
        this.restUntil = System.nanoTime() + REST;
        this.broken = true;
    }

    private void hangUp() {
        Line old = this.line;
        this.line = null;
        this.armed.set(null);
        if (old != null) {
            old.close();
        }
    }

    void forget(Signal signal) {
        this.waiting.remove(signal);
    }

    @Override
    public synchronized void close() {
        this.closed = true;
        hangUp();
    }

}
