package io.taskqueue.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.taskqueue.jpa.Database;
import io.taskqueue.message.JumpingTime;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.MessageLimits;
import io.taskqueue.message.Payload;

/**
 * JDBC brokers on empty tables. Time passes for them when a test says so: every moment
 * that the database keeps is moved into the past.
 */
final class JdbcBrokers implements AutoCloseable {

    static final int DEAD_LETTERS = 50;

    final JumpingTime time = new JumpingTime();

    final JdbcDatabase database;

    private final List<JdbcConnections> opened = new ArrayList<>();

    JdbcBrokers(Database kind) {
        this.database = JdbcDatabase.of(kind);
    }

    JdbcBroker open() {
        this.database.clear();
        return another();
    }

    /** One more, on the same tables. */
    JdbcBroker another() {
        return new JdbcBroker(connect(), new JdbcBroker.Options(Duration.ofSeconds(30), DEAD_LETTERS),
                new MessageCodec(MessageLimits.defaults(), Set.of(Payload.JSON, "application/x-own")), this.time);
    }

    JdbcConnections connect() {
        JdbcConnections connections = new JdbcConnections(this.database.pool(), null, this.time);
        this.opened.add(connections);
        return connections;
    }

    void advance(Duration time) {
        this.database.advance(time);
    }

    /** Puts bytes into a queue as a stranger would. */
    void insert(String queue, byte[] bytes) {
        this.database.jdbc()
            .update("insert into taskqueue_message (queue, step, due_at, task_id, task_name, headers, content_type,"
                    + " content_encoding, body, loan, deliveries) values (?, 9, ?, 'x', 'x', 'x', 'x', 'x', ?, 0, 0)",
                    queue, java.sql.Timestamp.valueOf("2020-01-01 00:00:00"), bytes);
    }

    @Override
    public void close() {
        this.opened.forEach(JdbcConnections::close);
    }

}
