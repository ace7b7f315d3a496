package io.taskqueue.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/** What one database says differently from the others. */
public abstract class Dialect {

    /** The longest that the database waits for the next statement of a transaction. */
    static final Duration IDLE = Duration.ofSeconds(10);

    /** The dialect of the database behind this connection. */
    public static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> new PostgresDialect();
            case "H2" -> new H2Dialect();
            case "MariaDB", "MySQL" -> new MySqlDialect(product);
            default -> throw new SQLException("Tasks and results are kept in PostgreSQL, MariaDB, MySQL and H2, not in "
                    + product + ". Choose another place with taskqueue.broker.type and taskqueue.result.type");
        };
    }

    /** The database's name. */
    public abstract String product();

    /** Whose ways it has. */
    public abstract Family family();

    /**
     * Prepares a transaction. One whose process is frozen, or whose machine is gone
     * without a word, must not keep its locks: the database ends it after {@link #IDLE}.
     */
    public void begin(Connection connection) throws SQLException {
    }

    /** Leaves the connection as it was before {@link #begin}. */
    public void end(Connection connection) throws SQLException {
    }

    /** An expression for now. */
    public String now() {
        return "current_timestamp";
    }

    /**
     * An expression for the moment so many milliseconds before now, with one parameter.
     */
    public abstract String millisAgo();

    /**
     * An expression for the moment so many microseconds after this statement begins,
     * however long its transaction has lasted, with one parameter.
     */
    public abstract String microsAhead();

    /** The end of a query for so many rows, with one parameter. */
    public String limit() {
        return " limit ?";
    }

    /** A statement that gives up in time. */
    public PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout((int) Sessions.PATIENCE.toSeconds());
        return statement;
    }

    public void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value instanceof Instant moment) {
            statement.setObject(index, moment.atOffset(ZoneOffset.UTC));
        }
        else {
            statement.setObject(index, value);
        }
    }

    /** Binds values one after the other, and returns the next index. */
    public final int bindAll(PreparedStatement statement, int from, Collection<?> values) throws SQLException {
        int index = from;
        for (Object value : values) {
            bind(statement, index++, value);
        }
        return index;
    }

    public @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return (moment != null) ? moment.toInstant() : null;
    }

    /** As many parameters in brackets. */
    public static String marks(int count) {
        return "(" + "?, ".repeat(count - 1) + "?)";
    }

    public static long millis(Duration duration) {
        return Math.max(0, duration.toMillis());
    }

    /** Databases that are spoken to alike. */
    public enum Family {

        /** PostgreSQL. */
        POSTGRES,
        /** MariaDB and MySQL. */
        MYSQL,
        /** H2. */
        H2

    }

}
