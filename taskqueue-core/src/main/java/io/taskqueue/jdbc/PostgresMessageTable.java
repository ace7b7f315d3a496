package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.taskqueue.sql.Dialect;

/**
 * PostgreSQL: any number of messages in one statement of constant text, and a claim that
 * is one statement too. It goes from priority to priority, so that messages of a higher
 * one which are not due yet cost nothing.
 */
final class PostgresMessageTable extends MessageTable {

    PostgresMessageTable(Tables tables, Dialect dialect) {
        super(tables, dialect);
    }

    @Override
    void insert(Connection connection, List<Outgoing> messages) throws SQLException {
        String sql = "insert into " + this.tables.messages() + " (" + JdbcMessages.COLUMNS
                + ", due_at, loan, deliveries) select " + JdbcMessages.COLUMNS
                + ", clock_timestamp() + delay * interval '1 microsecond', 0, 0 from unnest(cast(? as text[]),"
                + " cast(? as smallint[]), cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),"
                + " cast(? as text[]), cast(? as bytea[]), cast(? as bigint[])) with ordinality as n ("
                + JdbcMessages.COLUMNS + ", delay, place) order by place";
        try (PreparedStatement insert = this.dialect.prepare(connection, sql)) {
            array(connection, insert, 1, "text", column(messages, Outgoing::queue));
            array(connection, insert, 2, "int2", column(messages, (row) -> (short) row.step()));
            array(connection, insert, 3, "text", column(messages, Outgoing::taskId));
            array(connection, insert, 4, "text", column(messages, Outgoing::task));
            array(connection, insert, 5, "text", column(messages, Outgoing::headers));
            array(connection, insert, 6, "text", column(messages, Outgoing::contentType));
            array(connection, insert, 7, "text", column(messages, Outgoing::contentEncoding));
            insert.setArray(8,
                    connection.createArrayOf("bytea", column(messages, Outgoing::body).toArray(byte[][]::new)));
            array(connection, insert, 9, "int8", column(messages, Outgoing::delayMicros));
            insert.executeUpdate();
        }
    }

    @Override
    String order(String prefix) {
        return prefix + "due_at, " + prefix + "message_id";
    }

    private static void array(Connection connection, PreparedStatement statement, int index, String type,
            List<?> values) throws SQLException {
        statement.setArray(index, connection.createArrayOf(type, values.toArray()));
    }

    @Override
    List<JdbcDelivery> claim(Connection connection, Wanted wanted, Reader reader) throws SQLException {
        String sql = "with picked as materialized (select c.message_id from unnest(cast(? as text[])) as q (queue)"
                + " cross join lateral (select f.message_id from generate_series(0, 9) as s (step)"
                + " cross join lateral (select m.message_id from " + this.tables.messages()
                + " m where m.queue = q.queue and m.step = s.step and m.owner is null and m.due_at <= now()"
                + " order by m.due_at, m.message_id limit ? for update skip locked) f limit ?) c"
                + " where exists (select 1 from " + this.tables.workers()
                + " w where w.owner = ? and w.lease_until > now()) limit ?) update " + this.tables.messages()
                + " m set owner = ?, loan = m.loan + 1, deliveries = m.deliveries + 1 from picked"
                + " where m.message_id = picked.message_id returning m.message_id, m.due_at, m.loan, m.deliveries, m."
                + JdbcMessages.COLUMNS.replace(", ", ", m.");
        try (PreparedStatement claim = this.dialect.prepare(connection, sql)) {
            array(connection, claim, 1, "text", wanted.queues());
            claim.setInt(2, wanted.share());
            claim.setInt(3, wanted.share());
            claim.setString(4, wanted.owner());
            claim.setInt(5, wanted.limit());
            claim.setString(6, wanted.owner());
            List<JdbcDelivery> claimed = new ArrayList<>();
            try (ResultSet rows = claim.executeQuery()) {
                while (rows.next()) {
                    claimed.add(delivery(rows, wanted.owner(), 0, reader));
                }
            }
            return claimed;
        }
    }

}
