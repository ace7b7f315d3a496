package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * MariaDB and MySQL: one insert of many rows. Moments are kept without a zone, in UTC.
 */
final class MySqlDialect extends Dialect {

    private static final Merging MERGING = new Merging("%s", "values(%s)", "div");

    private final String product;

    MySqlDialect(String product) {
        this.product = product;
    }

    @Override
    String product() {
        return this.product;
    }

    /**
     * At the default level nodes lock the gaps between each other's rows, and half of
     * their flushes end in deadlocks.
     */
    @Override
    void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level read committed");
        }
    }

    @Override
    <R> void write(Connection connection, Table<R> table, List<R> rows) throws SQLException {
        try (PreparedStatement upsert = prepare(connection, upsert(table, rows.size()))) {
            int index = 1;
            for (R row : rows) {
                for (Column<R> column : table.columns()) {
                    bind(upsert, index++, column.value().apply(row));
                }
            }
            upsert.executeUpdate();
        }
    }

    private static <R> String upsert(Table<R> table, int rows) {
        String row = marks(table.columns().size());
        return "insert into " + table.name() + " (" + Column.names(table.columns()) + ") values "
                + (row + ", ").repeat(rows - 1) + row + " on duplicate key update "
                + MERGING.assignments(table.changing());
    }

    @Override
    void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof Instant moment) {
            statement.setObject(index, LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
        }
        else {
            statement.setObject(index, value);
        }
    }

    @Override
    @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        LocalDateTime moment = row.getObject(column, LocalDateTime.class);
        return (moment != null) ? moment.toInstant(ZoneOffset.UTC) : null;
    }

    @Override
    String now() {
        return "utc_timestamp(6)";
    }

    @Override
    String millisAgo() {
        return "utc_timestamp(6) - interval (? * 1000) microsecond";
    }

    @Override
    String attest(String table, String seen) {
        return "insert into " + table + " (home, seen_at) values (?, " + seen
                + ") on duplicate key update seen_at = values(seen_at)";
    }

}
