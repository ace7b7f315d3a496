package io.taskqueue.jdbc;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Courier;
import io.taskqueue.broker.Listeners;
import io.taskqueue.broker.Signal;

/**
 * A broadcast over a table that every listening node looks at once a second, and at once
 * where PostgreSQL's {@code NOTIFY} calls it.
 */
public final class JdbcBroadcast implements Broadcast {

    private static final Logger logger = LoggerFactory.getLogger(JdbcBroadcast.class);

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final JdbcConnections connections;

    private final Listeners listeners = new Listeners();

    private final Courier courier = new Courier("taskqueue-broadcast");

    private final Signal signal = new Signal();

    private volatile @Nullable Runnable reading;

    private @Nullable Thread looking;

    private volatile boolean closed;

    /** A broadcast to all that use the same tables. */
    public JdbcBroadcast(JdbcConnections connections) {
        this.connections = connections;
    }

    @Override
    public void send(Notice notice) {
        if (this.closed) {
            throw new BrokerUnavailableException("The broadcast is closed", false, null);
        }
        this.connections.board().put(notice);
    }

    @Override
    public Subscription listen(Set<String> topics, Consumer<Notice> listener) {
        begin();
        return this.listeners.add(topics, listener);
    }

    /** What was said before is not for whoever begins to listen now. */
    private synchronized void begin() {
        if (this.looking == null && !this.closed) {
            read();
            this.looking = new Thread(this::look, "taskqueue-noticeboard");
            this.looking.setDaemon(true);
            this.looking.start();
        }
    }

    private void look() {
        Runnable called = this.connections.bell().onNotice(this.signal::raise);
        try {
            while (!this.closed) {
                this.signal.lower();
                read();
                this.signal.await(PAUSE);
            }
        }
        catch (InterruptedException closing) {
            logger.debug("The notices are not looked at any more");
        }
        finally {
            called.run();
        }
    }

    private void read() {
        try {
            if (this.reading == null) {
                this.reading = this.connections.board().read(this::tell);
            }
            else {
                this.connections.board().look();
            }
        }
        catch (BrokerUnavailableException away) {
            logger.debug("The notices cannot be read; trying again", away);
        }
    }

    private void tell(Notice notice) {
        if (!this.courier.post(() -> this.listeners.tell(notice))) {
            logger.debug("A notice is lost, because listeners are too slow");
        }
    }

    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            this.closed = true;
            ending = this.looking;
        }
        this.listeners.clear();
        this.signal.raise();
        this.courier.close();
        if (ending != null && ending != Thread.currentThread()) {
            end(ending);
        }
        Runnable leaving = this.reading;
        if (leaving != null) {
            leaving.run();
        }
    }

    private static void end(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

}
