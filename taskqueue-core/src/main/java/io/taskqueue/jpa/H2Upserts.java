package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import io.taskqueue.sql.Dialect;

/** H2: one merge for all rows, as a batch. */
final class H2Upserts extends Upserts {

    private static final Merging MERGING = new Merging("r.%s", "n.%s", "/");

    H2Upserts(Dialect dialect) {
        super(dialect);
    }

    @Override
    <R> void write(Connection connection, Table<R> table, List<R> rows) throws SQLException {
        try (PreparedStatement merge = this.dialect.prepare(connection, merge(table))) {
            for (R row : rows) {
                for (int i = 0; i < table.columns().size(); i++) {
                    this.dialect.bind(merge, i + 1, table.columns().get(i).value().apply(row));
                }
                merge.addBatch();
            }
            merge.executeBatch();
        }
    }

    private static <R> String merge(Table<R> table) {
        String columns = Column.names(table.columns());
        String given = String.join(", ",
                table.columns()
                    .stream()
                    .map((column) -> "cast(? as " + type(column.type()) + ") as " + column.name())
                    .toList());
        String key = String.join(" and ",
                table.key().stream().map((column) -> "r." + column.name() + " = n." + column.name()).toList());
        String values = String.join(", ", table.columns().stream().map((column) -> "n." + column.name()).toList());
        return "merge into " + table.name() + " r using (select " + given + ") n on (" + key
                + ") when matched then update set " + MERGING.assignments(table.changing())
                + " when not matched then insert (" + columns + ") values (" + values + ")";
    }

    private static String type(Column.Type type) {
        return switch (type) {
            case TEXT -> "clob";
            case NAME -> "varchar";
            case NUMBER -> "bigint";
            case TIME -> "timestamp(6) with time zone";
        };
    }

    @Override
    String attest(String table, String seen) {
        return "merge into " + table + " (home, seen_at) key (home) values (?, " + seen + ")";
    }

}
