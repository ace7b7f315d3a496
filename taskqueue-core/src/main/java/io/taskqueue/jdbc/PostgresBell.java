package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.sql.Sessions;

/**
 * The bell between processes: one connection that listens, and short notifications after
 * the commit, gathered for a moment, because PostgreSQL lets commits that notify pass one
 * by one.
 */
final class PostgresBell implements AutoCloseable {

    /** What rings for notices in place of a queue; no queue is named so. */
    static final String NOTICE = "\u0001";

    private static final Logger logger = LoggerFactory.getLogger(PostgresBell.class);

    private static final int LISTEN_MILLIS = 200;

    private static final long GATHER_MILLIS = 2;

    private static final long PROOF_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long PAUSE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    /** Behind a pooler it stays deaf, so this is tried rarely. */
    private static final long LONG_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(5);

    /** PostgreSQL takes just under 8,000 bytes. */
    private static final int MOST_CHARACTERS = 1_900;

    private final Sessions sessions;

    private final String channel;

    private final Consumer<Collection<String>> ear;

    private final Set<String> pending = new LinkedHashSet<>();

    private final Thread listener;

    private final Thread ringer;

    private volatile boolean heard;

    private volatile boolean closed;

    PostgresBell(Sessions sessions, String channel, Consumer<Collection<String>> ear) {
        this.sessions = sessions;
        this.channel = channel;
        this.ear = ear;
        this.listener = start("taskqueue-bell", this::listen);
        this.ringer = start("taskqueue-ringer", this::ringAgain);
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    boolean heard() {
        return this.heard;
    }

    /** Has it rung for these, soon. */
    void ring(Collection<String> queues) {
        synchronized (this.pending) {
            this.pending.addAll(queues);
            this.pending.notifyAll();
        }
    }

    private void ringAgain() {
        try {
            while (!this.closed) {
                say(gathered());
            }
        }
        catch (InterruptedException closing) {
            logger.debug("The bell rings no more");
        }
    }

    private Set<String> gathered() throws InterruptedException {
        synchronized (this.pending) {
            while (this.pending.isEmpty()) {
                this.pending.wait();
            }
        }
        TimeUnit.MILLISECONDS.sleep(GATHER_MILLIS);
        synchronized (this.pending) {
            Set<String> queues = new HashSet<>(this.pending);
            this.pending.clear();
            return queues;
        }
    }

    private void say(Collection<String> queues) {
        String payload = String.join("\n", queues);
        try {
            notify((payload.length() <= MOST_CHARACTERS) ? payload : "");
        }
        catch (SQLException failure) {
            logger.debug("A hint was not sent; it would only have made receivers quicker", failure);
        }
    }

    private void notify(String payload) throws SQLException {
        this.sessions.persistently((connection, dialect) -> {
            try (PreparedStatement notify = dialect.prepare(connection, "select pg_notify(?, ?)")) {
                notify.setString(1, this.channel);
                notify.setString(2, payload);
                return notify.execute();
            }
        });
    }

    private void listen() {
        while (!this.closed) {
            long pause = PAUSE_MILLIS;
            try (Connection connection = this.sessions.connection()) {
                pause = listen(connection);
            }
            catch (SQLException | RuntimeException failure) {
                logger.debug("The bell cannot be heard; receivers look by themselves", failure);
            }
            this.heard = false;
            rest(pause);
        }
    }

    /** Listens as long as that works, and says when to try again. */
    private long listen(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            return LONG_PAUSE_MILLIS;
        }
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + this.channel);
            try {
                return listen(postgres);
            }
            finally {
                statement.execute("unlisten *");
            }
        }
    }

    private long listen(PGConnection postgres) throws SQLException {
        String proof = NOTICE + UUID.randomUUID();
        notify(proof);
        long asked = System.nanoTime();
        while (!this.closed) {
            PGNotification[] notifications = postgres.getNotifications(LISTEN_MILLIS);
            for (PGNotification notification : (notifications != null) ? notifications : new PGNotification[0]) {
                this.heard = this.heard || notification.getParameter().equals(proof);
                hear(notification.getParameter());
            }
            if (!this.heard && System.nanoTime() - asked > PROOF_NANOS) {
                logger.warn("This node does not hear PostgreSQL's NOTIFY, as behind a connection pooler that lends"
                        + " connections for single transactions. Workers look by themselves, twice a second");
                return LONG_PAUSE_MILLIS;
            }
        }
        return 0;
    }

    private void hear(String payload) {
        this.ear.accept(List.copyOf(Arrays.asList(payload.split("\n"))));
    }

    private void rest(long millis) {
        try {
            synchronized (this.listener) {
                if (!this.closed && millis > 0) {
                    this.listener.wait(millis);
                }
            }
        }
        catch (InterruptedException closing) {
            logger.debug("The bell is not listened to any more");
        }
    }

    @Override
    public void close() {
        this.closed = true;
        this.ringer.interrupt();
        synchronized (this.listener) {
            this.listener.notifyAll();
        }
        join(this.ringer);
        join(this.listener);
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

}
