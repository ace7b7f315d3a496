package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.sql.Dialect;

/** A look at the queues in their table. */
final class JdbcQueues implements QueueInspection, QueueAdministration {

    /** A purge goes in short steps, so that it holds nobody up. */
    private static final int STEP = 1_000;

    private final JdbcConnections connections;

    JdbcQueues(JdbcConnections connections) {
        this.connections = connections;
    }

    @Override
    public Collection<String> queues() {
        return this.connections.look((connection, dialect) -> {
            List<String> queues = new ArrayList<>();
            try (PreparedStatement select = dialect.prepare(connection, distinct(dialect));
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    queues.add(rows.getString(1));
                }
            }
            return queues;
        });
    }

    /**
     * From one name to the next, since a table of a million rows may hold two names.
     */
    private String distinct(Dialect dialect) {
        String messages = this.connections.tables().messages();
        if (dialect.family() != Dialect.Family.POSTGRES) {
            return "select distinct queue from " + messages + " order by queue";
        }
        return "with recursive names as ((select min(queue) as queue from " + messages
                + " where owner is null) union all select (select min(queue) from " + messages
                + " where owner is null and queue > names.queue) from names where names.queue is not null)"
                + " select queue from names where queue is not null union select queue from " + messages
                + " where owner is not null order by queue";
    }

    @Override
    public List<QueueDepth> depths(Collection<String> queues) {
        if (queues.isEmpty()) {
            return List.of();
        }
        Map<String, QueueDepth> known = this.connections
            .look((connection, dialect) -> depths(queues, connection, dialect));
        return queues.stream().map((queue) -> known.getOrDefault(queue, new QueueDepth(queue, 0, 0, 0, null))).toList();
    }

    private Map<String, QueueDepth> depths(Collection<String> queues, Connection connection, Dialect dialect)
            throws SQLException {
        String due = "owner is null and due_at <= " + dialect.now();
        String sql = "select queue, sum(case when " + due + " then 1 else 0 end), sum(case when owner is null"
                + " and not (" + due + ") then 1 else 0 end), sum(case when owner is null then 0 else 1 end), min(case"
                + " when " + due + " then due_at end) as oldest, " + dialect.now() + " as clock from "
                + this.connections.tables().messages() + " where queue in " + Dialect.marks(queues.size())
                + " group by queue";
        Map<String, QueueDepth> depths = new HashMap<>();
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            dialect.bindAll(select, 1, queues);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Duration oldest = age(dialect.moment(rows, "oldest"), Outlook.known(dialect, rows, "clock"));
                    depths.put(rows.getString(1), new QueueDepth(rows.getString(1), rows.getLong(2), rows.getLong(3),
                            rows.getLong(4), oldest));
                }
            }
        }
        return depths;
    }

    private static @Nullable Duration age(@Nullable Instant oldest, Instant now) {
        return (oldest != null) ? Duration.between(oldest, now) : null;
    }

    @Override
    public long purge(String queue) {
        long purged = 0;
        int step = STEP;
        while (step == STEP) {
            step = this.connections.call((connection, dialect) -> purge(queue, connection, dialect));
            purged += step;
        }
        return purged;
    }

    private int purge(String queue, Connection connection, Dialect dialect) throws SQLException {
        String sql = "select message_id from " + this.connections.tables().messages()
                + " where queue = ? and owner is null" + dialect.limit() + " for update skip locked";
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            select.setString(1, queue);
            select.setInt(2, STEP);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        MessageTable.of(this.connections.tables(), dialect).delete(connection, ids);
        return ids.size();
    }

}
