package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskState;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Text;

/**
 * Removes what has expired and marks what was lost, in short steps that nodes may take at
 * the same time.
 */
final class Upkeep {

    /** What is said of a task whose process ended. */
    static final TaskError LOST = TaskError.of("io.taskqueue.Lost",
            "The process whose memory held this task ended; send it again if it is still wanted");

    private static final Duration HOME_KEPT = Duration.ofDays(7);

    private final Tables tables;

    private final RowReader reader;

    Upkeep(Tables tables, RowReader reader) {
        this.tables = tables;
        this.reader = reader;
    }

    int removeExpired(Instant now, int limit, Connection connection, Dialect dialect) throws SQLException {
        String sql = "select task_id from " + this.tables.results() + " where remove_at <= ? order by remove_at"
                + dialect.limit() + " for update skip locked";
        List<String> ids;
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            dialect.bind(select, 1, now);
            dialect.bind(select, 2, limit);
            ids = ids(select);
        }
        return this.reader.remove(ids, connection, dialect);
    }

    void attest(String home, Connection connection, Dialect dialect) throws SQLException {
        seen(home, dialect.now(), connection, dialect);
    }

    /**
     * Dates the last sign of life back as far as it goes, so that whatever still comes
     * from there is lost as well.
     */
    void leave(String home, Connection connection, Dialect dialect) throws SQLException {
        seen(home, "timestamp '2000-01-01 00:00:00'", connection, dialect);
    }

    private void seen(String home, String moment, Connection connection, Dialect dialect) throws SQLException {
        String attest = Upserts.in(dialect).attest(this.tables.homes(), moment);
        try (PreparedStatement upsert = dialect.prepare(connection, attest)) {
            dialect.bind(upsert, 1, Text.name(home));
            upsert.executeUpdate();
        }
    }

    /** Marks open tasks of this home. */
    int lose(String home, Instant now, Instant remove, int limit, Connection connection, Dialect dialect)
            throws SQLException {
        String sql = "select task_id from " + this.tables.results() + " where home = ? and done_at is null"
                + dialect.limit() + " for update skip locked";
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            dialect.bind(select, 1, Text.name(home));
            dialect.bind(select, 2, limit);
            return mark(ids(select), now, remove, connection, dialect);
        }
    }

    /** Homes that have been silent for so long and still have open tasks. */
    List<String> silent(Duration silence, Connection connection, Dialect dialect) throws SQLException {
        String sql = "select home from " + this.tables.homes() + " h where seen_at <= " + dialect.millisAgo()
                + " and exists (select 1 from " + this.tables.results()
                + " r where r.home = h.home and r.done_at is null) order by home";
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            dialect.bind(select, 1, Dialect.millis(silence));
            return ids(select);
        }
    }

    /** Forgets homes that have been silent for a week and have no open tasks. */
    void forgetHomes(Connection connection, Dialect dialect) throws SQLException {
        String sql = "delete from " + this.tables.homes() + " where seen_at <= " + dialect.millisAgo()
                + " and not exists (select 1 from " + this.tables.results() + " r where r.home = " + this.tables.homes()
                + ".home and r.done_at is null)";
        try (PreparedStatement delete = dialect.prepare(connection, sql)) {
            dialect.bind(delete, 1, Dialect.millis(HOME_KEPT));
            delete.executeUpdate();
        }
    }

    private int mark(List<String> ids, Instant now, Instant remove, Connection connection, Dialect dialect)
            throws SQLException {
        if (ids.isEmpty()) {
            return 0;
        }
        // the rank is the remainder of the standing, and the end takes the highest
        String sql = "update " + this.tables.results() + " set state = ?, error_type = ?, error_message = ?,"
                + " error_trace = null, updated_at = ?, done_at = ?, remove_at = ?, standing = standing - mod(standing, "
                + Standing.RANKS + ") + " + TaskState.LOST.rank() + " where done_at is null and task_id in "
                + Dialect.marks(ids.size());
        try (PreparedStatement update = dialect.prepare(connection, sql)) {
            List<Object> values = new ArrayList<>(
                    List.of(TaskState.LOST.name(), LOST.type(), String.valueOf(LOST.message()), now, now, remove));
            values.addAll(ids);
            dialect.bindAll(update, 1, values);
            return update.executeUpdate();
        }
    }

    private static List<String> ids(PreparedStatement select) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

}
