package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.taskqueue.admission.Wishes;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Sessions;

/**
 * Wishes in the database, by its clock. Which queues are paused, and whether any task is
 * revoked at all, is remembered for a moment, so that workers with nothing to do ask
 * little; wishes through this object hold for it at once.
 */
public final class JdbcWishes implements Wishes {

    /** The most revocations that are kept; of more, those that end first are dropped. */
    public static final int MAX_REVOCATIONS = 50_000;

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final int BATCH = 500;

    private final JdbcConnections connections;

    private final Tables tables;

    /** Wishes that all have in common who use the same tables. */
    public JdbcWishes(JdbcConnections connections) {
        this.connections = connections;
        this.tables = connections.tables();
    }

    @Override
    public void revoke(Collection<String> ids, Duration keep) {
        long micros = 1_000 * ((keep.compareTo(LONGEST) < 0) ? keep : LONGEST).plusMillis(1).toMillis();
        for (List<String> batch : batches(ids)) {
            wish((connection, dialect) -> {
                write(batch, micros, connection, dialect);
                return batch;
            });
        }
    }

    /**
     * A revocation is never shortened; what has ended goes, and so does what is too much.
     */
    private void write(List<String> ids, long micros, Connection connection, Dialect dialect) throws SQLException {
        Set<String> there = new HashSet<>(select(ids, "", " for update", connection, dialect));
        String ahead = dialect.microsAhead();
        try (PreparedStatement update = dialect.prepare(connection,
                "update " + this.tables.revoked() + " set ends_at = greatest(ends_at, " + ahead
                        + ") where task_id = ?");
                PreparedStatement insert = dialect.prepare(connection,
                        "insert into " + this.tables.revoked() + " (ends_at, task_id) values (" + ahead + ", ?)")) {
            for (String id : ids) {
                PreparedStatement statement = there.contains(id) ? update : insert;
                statement.setLong(1, micros);
                statement.setString(2, id);
                statement.addBatch();
            }
            update.executeBatch();
            insert.executeBatch();
        }
        execute("delete from " + this.tables.revoked() + " where ends_at <= " + dialect.now(), connection, dialect);
        dropOldest(connection, dialect);
    }

    private void dropOldest(Connection connection, Dialect dialect) throws SQLException {
        long many = 0;
        try (PreparedStatement count = dialect.prepare(connection, "select count(*) from " + this.tables.revoked());
                ResultSet rows = count.executeQuery()) {
            many = rows.next() ? rows.getLong(1) - MAX_REVOCATIONS : 0;
        }
        if (many > 0) {
            List<String> oldest = new ArrayList<>();
            try (PreparedStatement select = dialect.prepare(connection,
                    "select task_id from " + this.tables.revoked() + " order by ends_at" + dialect.limit())) {
                select.setLong(1, many);
                ids(select, oldest);
            }
            MessageTable.of(this.tables, dialect)
                .change(connection, "delete from " + this.tables.revoked() + " where task_id in ", oldest);
        }
    }

    @Override
    public Set<String> revoked(Collection<String> ids) {
        Set<String> revoked = new HashSet<>();
        if (!ids.isEmpty() && this.connections.board().recent().revocations() > 0) {
            for (List<String> batch : batches(ids)) {
                revoked.addAll(this.connections.look((connection, dialect) -> select(batch,
                        " and ends_at > " + dialect.now(), "", connection, dialect)));
            }
        }
        return revoked;
    }

    private List<String> select(List<String> ids, String condition, String lock, Connection connection, Dialect dialect)
            throws SQLException {
        String sql = "select task_id from " + this.tables.revoked() + " where task_id in " + Dialect.marks(ids.size())
                + condition + " order by task_id" + lock;
        List<String> found = new ArrayList<>();
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            dialect.bindAll(select, 1, ids);
            ids(select, found);
        }
        return found;
    }

    private static void ids(PreparedStatement select, List<String> ids) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
    }

    @Override
    public void pause(String queue) {
        wish((connection, dialect) -> {
            remove(queue, connection, dialect);
            try (PreparedStatement insert = dialect.prepare(connection,
                    "insert into " + this.tables.paused() + " (queue) values (?)")) {
                insert.setString(1, queue);
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public void resume(String queue) {
        wish((connection, dialect) -> remove(queue, connection, dialect));
    }

    private int remove(String queue, Connection connection, Dialect dialect) throws SQLException {
        return MessageTable.of(this.tables, dialect)
            .change(connection, "delete from " + this.tables.paused() + " where queue in ", List.of(queue));
    }

    @Override
    public void refresh() {
        this.connections.board().forget();
    }

    @Override
    public Set<String> paused() {
        return this.connections.board().recent().paused();
    }

    private static void execute(String sql, Connection connection, Dialect dialect) throws SQLException {
        try (PreparedStatement statement = dialect.prepare(connection, sql)) {
            statement.executeUpdate();
        }
    }

    private <T> void wish(Sessions.Work<T> wish) {
        try {
            this.connections.call(wish);
        }
        finally {
            this.connections.board().forget();
        }
    }

    private static List<List<String>> batches(Collection<String> ids) {
        List<String> all = ids.stream().distinct().toList();
        List<List<String>> batches = new ArrayList<>();
        for (int i = 0; i < all.size(); i += BATCH) {
            batches.add(all.subList(i, Math.min(all.size(), i + BATCH)));
        }
        return batches;
    }

}
