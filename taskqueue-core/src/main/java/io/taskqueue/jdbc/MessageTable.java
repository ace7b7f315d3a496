package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.taskqueue.broker.Content;
import io.taskqueue.sql.Dialect;

/** The messages that wait and those on loan, in the words of one database. */
abstract class MessageTable {

    final Tables tables;

    final Dialect dialect;

    MessageTable(Tables tables, Dialect dialect) {
        this.tables = tables;
        this.dialect = dialect;
    }

    static MessageTable of(Tables tables, Dialect dialect) {
        return switch (dialect.family()) {
            case POSTGRES -> new PostgresMessageTable(tables, dialect);
            case MYSQL, H2 -> new StandardMessageTable(tables, dialect);
        };
    }

    /** Adds messages, in this order. */
    abstract void insert(Connection connection, List<Outgoing> messages) throws SQLException;

    /**
     * Marks messages that are due as the owner's, if its lease holds, and returns them in
     * no order.
     */
    abstract List<JdbcDelivery> claim(Connection connection, Wanted wanted, Reader reader) throws SQLException;

    /**
     * When the first message of each queue that holds one is due, and how the lease is.
     */
    final Outlook look(Connection connection, String owner, Collection<String> queues) throws SQLException {
        String names = String.join(" union all ",
                queues.stream().map((queue) -> "select cast(? as " + textType() + ") as queue").toList());
        String sql = "select d.queue, min(d.due) as due, " + this.dialect.now() + " as clock,"
                + " (select w.lease_until from " + this.tables.workers() + " w where w.owner = ?) as lease_until"
                + " from (select q.queue, (select m.due_at from " + this.tables.messages()
                + " m where m.queue = q.queue and m.owner is null and m.step = s.step order by " + order("m.")
                + this.dialect.limit().replace("?", "1") + ") as due from (" + names + ") q cross join (" + steps()
                + ") s) d group by d.queue";
        try (PreparedStatement select = this.dialect.prepare(connection, sql)) {
            select.setString(1, owner);
            this.dialect.bindAll(select, 2, queues);
            try (ResultSet rows = select.executeQuery()) {
                return Outlook.read(rows, this.dialect);
            }
        }
    }

    /** The order of a queue, in words that let the index give it. */
    abstract String order(String prefix);

    private String textType() {
        return (this.dialect.family() == Dialect.Family.MYSQL) ? "char(255)" : "varchar(255)";
    }

    private static String steps() {
        StringBuilder steps = new StringBuilder("select 0 as step");
        for (int step = 1; step <= 9; step++) {
            steps.append(" union all select ").append(step);
        }
        return steps.toString();
    }

    /** Locks those of these loans that still are the owner's. */
    final Set<Loan> owned(Connection connection, String owner, Collection<Loan> loans) throws SQLException {
        Map<Long, Loan> asked = new HashMap<>();
        loans.forEach((loan) -> asked.put(loan.id(), loan));
        String sql = "select message_id, loan from " + this.tables.messages() + " where owner = ? and message_id in "
                + Dialect.marks(asked.size()) + " order by message_id for update";
        Set<Loan> owned = new HashSet<>();
        try (PreparedStatement select = this.dialect.prepare(connection, sql)) {
            select.setString(1, owner);
            this.dialect.bindAll(select, 2, asked.keySet());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    owned.add(new Loan(rows.getLong(1), rows.getInt(2)));
                }
            }
        }
        owned.retainAll(asked.values());
        return owned;
    }

    /** Removes messages. */
    final void delete(Connection connection, Collection<Long> ids) throws SQLException {
        change(connection, "delete from " + this.tables.messages() + " where message_id in ", ids);
    }

    /** Gives messages back to where they were, uncounted. */
    final void release(Connection connection, Collection<Long> ids) throws SQLException {
        change(connection, "update " + this.tables.messages()
                + " set owner = null, deliveries = deliveries - 1 where message_id in ", ids);
    }

    /** Gives messages back to where they were, counted. */
    final void takeAway(Connection connection, Collection<Long> ids) throws SQLException {
        change(connection, "update " + this.tables.messages() + " set owner = null where message_id in ", ids);
    }

    final int change(Connection connection, String sql, Collection<?> ids) throws SQLException {
        if (ids.isEmpty()) {
            return 0;
        }
        try (PreparedStatement change = this.dialect.prepare(connection, sql + Dialect.marks(ids.size()))) {
            this.dialect.bindAll(change, 1, ids);
            return change.executeUpdate();
        }
    }

    final JdbcDelivery delivery(ResultSet row, String owner, int added, Reader reader) throws SQLException {
        Loan loan = new Loan(row.getLong("message_id"), row.getInt("loan") + added);
        JdbcDelivery.Place place = new JdbcDelivery.Place(row.getInt("step"),
                Outlook.known(this.dialect, row, "due_at"));
        return new JdbcDelivery(owner, loan, row.getString("queue"), row.getInt("deliveries") + added, place,
                reader.read(row));
    }

    static <T> List<T> column(List<Outgoing> messages, Function<Outgoing, T> value) {
        return new ArrayList<>(messages.stream().map(value).toList());
    }

    /** Reads what a row holds. */
    interface Reader {

        Content read(ResultSet row) throws SQLException;

    }

}
