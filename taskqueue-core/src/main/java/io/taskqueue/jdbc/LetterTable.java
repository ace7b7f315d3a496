package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Text;

/** The messages that nobody could run. */
final class LetterTable {

    private final Tables tables;

    private final Dialect dialect;

    private final MessageTable messages;

    LetterTable(Tables tables, Dialect dialect) {
        this.tables = tables;
        this.dialect = dialect;
        this.messages = MessageTable.of(tables, dialect);
    }

    /** Moves messages here, each for its reason, and drops the oldest beyond so many. */
    void bury(Connection connection, Map<Long, String> reasons, int most) throws SQLException {
        String sql = "insert into " + this.tables.letters() + " (died_at, reason, " + JdbcMessages.COLUMNS + ") select "
                + this.dialect.now() + ", ?, " + JdbcMessages.COLUMNS + " from " + this.tables.messages()
                + " where message_id = ?";
        try (PreparedStatement insert = this.dialect.prepare(connection, sql)) {
            for (Map.Entry<Long, String> dead : reasons.entrySet()) {
                this.dialect.bindAll(insert, 1, List.of(String.valueOf(Text.clean(dead.getValue())), dead.getKey()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        this.messages.delete(connection, reasons.keySet());
        dropOldest(connection, most);
    }

    private void dropOldest(Connection connection, int most) throws SQLException {
        long many = count(connection, null) - most;
        if (many > 0) {
            remove(connection, ids(connection, null, "", (int) Math.min(many, 1_000)));
        }
    }

    long count(Connection connection, @Nullable String queue) throws SQLException {
        String sql = "select count(*) from " + this.tables.letters() + ((queue != null) ? " where queue = ?" : "");
        try (PreparedStatement select = this.dialect.prepare(connection, sql)) {
            if (queue != null) {
                select.setString(1, queue);
            }
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    /** So many ids of one queue or all, the oldest first or {@code desc}. */
    List<Long> ids(Connection connection, @Nullable String queue, String direction, int limit) throws SQLException {
        String sql = "select letter_id from " + this.tables.letters() + ((queue != null) ? " where queue = ?" : "")
                + " order by letter_id " + direction + this.dialect.limit();
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = this.dialect.prepare(connection, sql)) {
            this.dialect.bindAll(select, 1, (queue != null) ? List.of(queue, limit) : List.of(limit));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    /** Those that are there, the newest first, locked where they are to be moved. */
    List<DeadLetter> read(Connection connection, Collection<Long> ids, boolean lock, MessageTable.Reader reader)
            throws SQLException {
        List<DeadLetter> letters = new ArrayList<>();
        if (ids.isEmpty()) {
            return letters;
        }
        String sql = "select letter_id, died_at, reason, " + JdbcMessages.COLUMNS + " from " + this.tables.letters()
                + " where letter_id in " + Dialect.marks(ids.size()) + " order by letter_id desc"
                + (lock ? " for update" : "");
        try (PreparedStatement select = this.dialect.prepare(connection, sql)) {
            this.dialect.bindAll(select, 1, ids);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    letters.add(letter(rows, reader));
                }
            }
        }
        return letters;
    }

    private DeadLetter letter(ResultSet row, MessageTable.Reader reader) throws SQLException {
        String reason = row.getString("reason");
        Content content = reader.read(row);
        return new DeadLetter(Long.toString(row.getLong("letter_id")), row.getString("queue"), reason,
                Outlook.known(this.dialect, row, "died_at"), (content instanceof Content.Malformed malformed)
                        ? new Content.Malformed(reason, malformed.raw()) : content);
    }

    int remove(Connection connection, Collection<Long> ids) throws SQLException {
        return this.messages.change(connection, "delete from " + this.tables.letters() + " where letter_id in ", ids);
    }

}
