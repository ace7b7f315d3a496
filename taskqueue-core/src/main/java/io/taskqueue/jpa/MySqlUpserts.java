package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import io.taskqueue.sql.Dialect;

/** MariaDB and MySQL: one insert of many rows. */
final class MySqlUpserts extends Upserts {

    private static final Merging MERGING = new Merging("%s", "values(%s)", "div");

    MySqlUpserts(Dialect dialect) {
        super(dialect);
    }

    @Override
    <R> void write(Connection connection, Table<R> table, List<R> rows) throws SQLException {
        try (PreparedStatement upsert = this.dialect.prepare(connection, upsert(table, rows.size()))) {
            int index = 1;
            for (R row : rows) {
                for (Column<R> column : table.columns()) {
                    this.dialect.bind(upsert, index++, column.value().apply(row));
                }
            }
            upsert.executeUpdate();
        }
    }

    private static <R> String upsert(Table<R> table, int rows) {
        String row = Dialect.marks(table.columns().size());
        return "insert into " + table.name() + " (" + Column.names(table.columns()) + ") values "
                + (row + ", ").repeat(rows - 1) + row + " on duplicate key update "
                + MERGING.assignments(table.changing());
    }

    @Override
    String attest(String table, String seen) {
        return "insert into " + table + " (home, seen_at) values (?, " + seen
                + ") on duplicate key update seen_at = values(seen_at)";
    }

}
