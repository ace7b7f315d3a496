package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Text;

/** Who lives, and what goes back when somebody does not. */
final class WorkerTable {

    private final Tables tables;

    private final Dialect dialect;

    private final MessageTable messages;

    WorkerTable(Tables tables, Dialect dialect) {
        this.tables = tables;
        this.dialect = dialect;
        this.messages = MessageTable.of(tables, dialect);
    }

    /** Begins a lease. */
    void signIn(Connection connection, String owner, String name, Duration lease) throws SQLException {
        String sql = "insert into " + this.tables.workers() + " (owner, name, lease_until) values (?, ?, "
                + this.dialect.microsAhead() + ")";
        try (PreparedStatement insert = this.dialect.prepare(connection, sql)) {
            this.dialect.bindAll(insert, 1, List.of(owner, String.valueOf(Text.name(name)), micros(lease)));
            insert.executeUpdate();
        }
    }

    /** Extends a lease, and says whether there was one left to extend. */
    boolean renew(Connection connection, String owner, Duration lease) throws SQLException {
        String sql = "update " + this.tables.workers() + " set lease_until = " + this.dialect.microsAhead()
                + " where owner = ?";
        try (PreparedStatement update = this.dialect.prepare(connection, sql)) {
            this.dialect.bindAll(update, 1, List.of(micros(lease), owner));
            return update.executeUpdate() > 0;
        }
    }

    /** Gives back all that is its, uncounted, and ends its lease. */
    void resign(Connection connection, String owner) throws SQLException {
        this.messages.change(connection,
                "update " + this.tables.messages() + " set owner = null, deliveries = deliveries - 1 where owner in ",
                List.of(owner));
        this.messages.change(connection, "delete from " + this.tables.workers() + " where owner in ", List.of(owner));
    }

    /** Ends leases whose time is over, and gives back what nobody alive owns. */
    int reclaim(Connection connection, int limit) throws SQLException {
        try (PreparedStatement delete = this.dialect.prepare(connection,
                "delete from " + this.tables.workers() + " where lease_until <= " + this.dialect.now())) {
            delete.executeUpdate();
        }
        List<Long> left = left(connection, limit);
        this.messages.takeAway(connection, left);
        return left.size();
    }

    private List<Long> left(Connection connection, int limit) throws SQLException {
        String sql = "select m.message_id from " + this.tables.messages()
                + " m where m.owner is not null and not exists (select 1 from " + this.tables.workers()
                + " w where w.owner = m.owner) order by m.step, m.due_at, m.message_id" + this.dialect.limit()
                + " for update skip locked";
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = this.dialect.prepare(connection, sql)) {
            select.setInt(1, limit);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    private static long micros(Duration lease) {
        return lease.toNanos() / 1_000;
    }

}
