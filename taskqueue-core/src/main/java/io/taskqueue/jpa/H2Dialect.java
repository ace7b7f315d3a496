package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** H2: one merge for all rows, as a batch. */
final class H2Dialect extends Dialect {

    private static final Merging MERGING = new Merging("r.%s", "n.%s", "/");

    @Override
    String product() {
        return "H2";
    }

    @Override
    <R> void write(Connection connection, Table<R> table, List<R> rows) throws SQLException {
        try (PreparedStatement merge = prepare(connection, merge(table))) {
            for (R row : rows) {
                for (int i = 0; i < table.columns().size(); i++) {
                    bind(merge, i + 1, table.columns().get(i).value().apply(row));
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

    /**
     * Without a limit of time: H2 would keep it on the connection, and the next user of
     * the pool would inherit it.
     */
    @Override
    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** The standard's words, which H2 takes in each of its modes. */
    @Override
    String limit() {
        return " fetch first ? rows only";
    }

    @Override
    String millisAgo() {
        return "dateadd(millisecond, -cast(? as bigint), current_timestamp)";
    }

    @Override
    String attest(String table, String seen) {
        return "merge into " + table + " (home, seen_at) key (home) values (?, " + seen + ")";
    }

}
