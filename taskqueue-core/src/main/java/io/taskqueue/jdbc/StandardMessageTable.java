package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.taskqueue.sql.Dialect;

/**
 * MariaDB, MySQL and H2: a claim locks rows that nobody else has locked, and marks them,
 * in one short transaction.
 */
final class StandardMessageTable extends MessageTable {

    StandardMessageTable(Tables tables, Dialect dialect) {
        super(tables, dialect);
    }

    @Override
    void insert(Connection connection, List<Outgoing> messages) throws SQLException {
        String row = "(?, ?, ?, ?, ?, ?, ?, ?, " + this.dialect.microsAhead() + ", 0, 0)";
        String sql = "insert into " + this.tables.messages() + " (" + JdbcMessages.COLUMNS
                + ", due_at, loan, deliveries) values " + (row + ", ").repeat(messages.size() - 1) + row;
        try (PreparedStatement insert = this.dialect.prepare(connection, sql)) {
            int index = 1;
            for (Outgoing message : messages) {
                index = this.dialect.bindAll(insert, index,
                        List.of(message.queue(), message.step(), message.taskId(), message.task(), message.headers(),
                                message.contentType(), message.contentEncoding(), message.body(),
                                message.delayMicros()));
            }
            insert.executeUpdate();
        }
    }

    @Override
    List<JdbcDelivery> claim(Connection connection, Wanted wanted, Reader reader) throws SQLException {
        Outlook outlook = look(connection, wanted.owner(), wanted.queues());
        List<JdbcDelivery> claimed = new ArrayList<>();
        if (outlook.lease() == Outlook.Lease.VALID) {
            for (String queue : wanted.queues()) {
                int room = Math.min(wanted.share(), wanted.limit() - claimed.size());
                if (room > 0 && outlook.due().contains(queue)) {
                    claimed.addAll(lock(connection, queue, room, wanted.owner(), reader));
                }
            }
        }
        mark(connection, wanted.owner(), claimed);
        return claimed;
    }

    /** H2 takes an index for an order only if all of its columns are named. */
    @Override
    String order(String prefix) {
        return prefix + String.join(", " + prefix, "queue", "owner", "step", "due_at", "message_id");
    }

    private List<JdbcDelivery> lock(Connection connection, String queue, int limit, String owner, Reader reader)
            throws SQLException {
        String sql = "select message_id, due_at, loan, deliveries, " + JdbcMessages.COLUMNS + " from "
                + this.tables.messages() + " where queue = ? and owner is null and due_at <= " + this.dialect.now()
                + " order by " + order("") + this.dialect.limit() + " for update skip locked";
        List<JdbcDelivery> locked = new ArrayList<>();
        try (PreparedStatement select = this.dialect.prepare(connection, sql)) {
            select.setString(1, queue);
            select.setInt(2, limit);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    locked.add(delivery(rows, owner, 1, reader));
                }
            }
        }
        return locked;
    }

    private void mark(Connection connection, String owner, List<JdbcDelivery> claimed) throws SQLException {
        if (claimed.isEmpty()) {
            return;
        }
        String sql = "update " + this.tables.messages()
                + " set owner = ?, loan = loan + 1, deliveries = deliveries + 1 where message_id in "
                + Dialect.marks(claimed.size());
        try (PreparedStatement update = this.dialect.prepare(connection, sql)) {
            update.setString(1, owner);
            this.dialect.bindAll(update, 2, claimed.stream().map((delivery) -> delivery.loan().id()).toList());
            update.executeUpdate();
        }
    }

}
