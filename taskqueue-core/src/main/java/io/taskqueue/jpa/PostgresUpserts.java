package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.sql.Dialect;

/**
 * PostgreSQL: any number of rows in one statement of constant text, a column an array,
 * and each row answers.
 */
final class PostgresUpserts extends Upserts {

    private static final Merging MERGING = new Merging("r.%s", "excluded.%s", "/");

    PostgresUpserts(Dialect dialect) {
        super(dialect);
    }

    @Override
    <R> void write(Connection connection, Table<R> table, List<R> rows) throws SQLException {
        try (PreparedStatement upsert = this.dialect.prepare(connection, upsert(table))) {
            bindColumns(connection, upsert, table.columns(), rows);
            upsert.executeUpdate();
        }
    }

    @Override
    Map<String, Standing> writeAndAsk(Connection connection, Table<Story> table, List<Story> rows) throws SQLException {
        String sql = upsert(table) + " returning " + STANDING_COLUMNS;
        try (PreparedStatement upsert = this.dialect.prepare(connection, sql)) {
            bindColumns(connection, upsert, table.columns(), rows);
            return standings(upsert);
        }
    }

    private static <R> String upsert(Table<R> table) {
        String columns = Column.names(table.columns());
        String arrays = String.join(", ",
                table.columns().stream().map((column) -> "cast(? as " + type(column.type()) + "[])").toList());
        String key = Column.names(table.key());
        // in the order of the ids, so that two nodes which write the same rows wait for
        // each other in turn
        return "insert into " + table.name() + " as r (" + columns + ") select " + columns + " from unnest(" + arrays
                + ") as n (" + columns + ") order by " + key + " on conflict (" + key + ") do update set "
                + MERGING.assignments(table.changing());
    }

    private static <R> void bindColumns(Connection connection, PreparedStatement upsert, List<Column<R>> columns,
            List<R> rows) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            Column<R> column = columns.get(i);
            @Nullable Object[] values = new @Nullable Object[rows.size()];
            for (int row = 0; row < values.length; row++) {
                Object value = column.value().apply(rows.get(row));
                values[row] = (value != null) ? value.toString() : null;
            }
            upsert.setArray(i + 1, connection.createArrayOf("text", values));
        }
    }

    private static String type(Column.Type type) {
        return switch (type) {
            case TEXT, NAME -> "text";
            case NUMBER -> "bigint";
            case TIME -> "timestamptz";
        };
    }

    @Override
    String attest(String table, String seen) {
        return "insert into " + table + " (home, seen_at) values (?, " + seen
                + ") on conflict (home) do update set seen_at = excluded.seen_at";
    }

}
