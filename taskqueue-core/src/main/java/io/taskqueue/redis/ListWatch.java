package io.taskqueue.redis;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.lettuce.core.LMoveArgs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Signal;

/**
 * Waits on the server until a list holds something, over a connection of its own and
 * without a thread. Moving a list's tail onto itself blocks while the list is empty,
 * changes nothing, and ends for everybody who waits as soon as anybody pushes. What is
 * sent behind it is done in the same moment: Redis reads on where it was made to wait.
 */
final class ListWatch implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ListWatch.class);

    private static final double PATIENCE_SECONDS = 30;

    private static final long OVERDUE = TimeUnit.SECONDS.toNanos(40);

    /** What the pauses after failures begin with once the first had none. */
    private static final long SHORTEST_REST = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(1);

    private final RedisConnections connections;

    private final byte[] list;

    private final Set<Signal> waiting = ConcurrentHashMap.newKeySet();

    private @Nullable Line line;

    /** The wait that is under way; its end comes on a thread of the client's. */
    private final AtomicReference<@Nullable Object> armed = new AtomicReference<>();

    private boolean closed;

    private volatile boolean broken;

    private volatile long rest;

    private volatile long restUntil;

    private long armedAt;

    ListWatch(RedisConnections connections, byte[] list) {
        this.connections = connections;
        this.list = list;
        this.restUntil = System.nanoTime();
    }

    /**
     * Raises this signal when the list holds something.
     * @param behind sends what Redis is to do as soon as it does, over the same
     * connection behind the wait; the signal is raised when that has been answered
     * @return the nanoseconds after which to arm it again, since it could not be now
     */
    synchronized long arm(Signal signal, Function<Line, CompletableFuture<?>> behind) {
        this.waiting.add(signal);
        long now = System.nanoTime();
        if (this.armed.get() != null && now - this.armedAt > OVERDUE) {
            // the server should have answered by now: nobody may be there any more
            hangUp();
        }
        if (this.armed.get() == null && !this.closed && now - this.restUntil >= 0) {
            begin(now, behind);
        }
        return (this.armed.get() != null || this.closed) ? Long.MAX_VALUE : Math.max(0, this.restUntil - now);
    }

    private void begin(long now, Function<Line, CompletableFuture<?>> behind) {
        try {
            Line used = line();
            Object wait = new Object();
            this.armed.set(wait);
            this.armedAt = now;
            CompletableFuture<byte[]> head = used
                .start((redis) -> redis.blmove(this.list, this.list, LMoveArgs.Builder.rightRight(), PATIENCE_SECONDS));
            // a refusal of what was sent behind is for those to see who ask again
            behind.apply(used)
                .handle((done, refusal) -> head)
                .thenCompose(Function.identity())
                .whenComplete((moved, failure) -> ended(wait, moved, failure));
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
            return;
        }
        this.rest = 0;
        if (head != null) {
            wake();
        }
    }

    private void wake() {
        for (Signal signal : Set.copyOf(this.waiting)) {
            this.waiting.remove(signal);
            signal.raise();
        }
    }

    /**
     * Whoever waits looks for itself, and begins the wait anew: at once after the first
     * failure, as most cuts are short, and after growing pauses then.
     */
    private void rest(Throwable failure) {
        logger.debug("A list cannot be waited on", failure);
        this.broken = true;
        this.restUntil = System.nanoTime() + this.rest;
        this.rest = Math.min(LONGEST_REST, Math.max(SHORTEST_REST, 2 * this.rest));
        wake();
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
