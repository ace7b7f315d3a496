package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.TaskState;

/** What one database says differently from the others. */
abstract class Dialect {

    static final String STANDING_COLUMNS = "task_id, state, attempt, deliveries, run_token, updated_at, started_at";

    /** The dialect of the database behind this connection. */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> new PostgresDialect();
            case "H2" -> new H2Dialect();
            case "MariaDB", "MySQL" -> new MySqlDialect(product);
            default ->
                throw new SQLException("The jpa result store writes to PostgreSQL, MariaDB, MySQL and H2, not to "
                        + product + ". Choose another with taskqueue.result.type");
        };
    }

    /** The database's name. */
    abstract String product();

    /** Prepares a transaction. */
    void begin(Connection connection) throws SQLException {
    }

    /** Writes rows, all in one statement as far as the database can. */
    abstract <R> void write(Connection connection, Table<R> table, List<R> rows) throws SQLException;

    /** Writes rows of tasks, and says how each stands afterwards. */
    Map<String, Standing> writeAndAsk(Connection connection, Table<Story> table, List<Story> rows) throws SQLException {
        write(connection, table, rows);
        List<String> ids = rows.stream().map(Story::id).toList();
        String sql = "select " + STANDING_COLUMNS + " from " + table.name() + " where task_id in " + marks(ids.size());
        try (PreparedStatement select = prepare(connection, sql)) {
            bindAll(select, 1, ids);
            return standings(select);
        }
    }

    Map<String, Standing> standings(PreparedStatement query) throws SQLException {
        Map<String, Standing> standings = new HashMap<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                standings.put(rows.getString(1), new Standing(Rows.run(rows), TaskState.of(rows.getString(2)),
                        moment(rows, "updated_at"), moment(rows, "started_at")));
            }
        }
        return standings;
    }

    /**
     * An expression for the moment so many milliseconds before now, with one parameter.
     */
    abstract String millisAgo();

    /** An upsert of one home with one parameter, seen {@code seen}. */
    abstract String attest(String table, String seen);

    /** The end of a query for so many rows, with one parameter. */
    String limit() {
        return " limit ?";
    }

    /** An expression for now. */
    String now() {
        return "current_timestamp";
    }

    /** A statement that gives up in time. */
    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout((int) Sessions.PATIENCE.toSeconds());
        return statement;
    }

    void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof Instant moment) {
            statement.setObject(index, moment.atOffset(ZoneOffset.UTC));
        }
        else {
            statement.setObject(index, value);
        }
    }

    /** Binds values one after the other, and returns the next index. */
    int bindAll(PreparedStatement statement, int from, Collection<?> values) throws SQLException {
        int index = from;
        for (Object value : values) {
            bind(statement, index++, value);
        }
        return index;
    }

    @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return (moment != null) ? moment.toInstant() : null;
    }

    /** As many parameters in brackets. */
    static String marks(int count) {
        return "(" + "?, ".repeat(count - 1) + "?)";
    }

    static long millis(Duration duration) {
        return Math.max(0, duration.toMillis());
    }

}
