package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.ResultStoreException;

/**
 * The tables a {@link JpaResultBackend} needs, looked for in a database before anybody
 * relies on them. They are made by the script
 * {@code io/taskqueue/jpa/schema-<vendor>.sql}, by Flyway with
 * {@code classpath:io/taskqueue/flyway/{vendor}} among its locations, or by hand from
 * either.
 */
public final class JpaSchema {

    private JpaSchema() {
    }

    /**
     * Whether all tables and columns are there, in the connection's own schema.
     * @throws ResultStoreException if the database cannot be asked
     */
    public static boolean present(DataSource dataSource) {
        return missing(dataSource, JpaResultBackend.Options.defaults()).isEmpty();
    }

    /**
     * The tables and columns that are missing, each as {@code table} or
     * {@code table.column}; empty where nothing is.
     * @throws ResultStoreException if the database cannot be asked, or is none that the
     * store can write to
     */
    public static List<String> missing(DataSource dataSource, JpaResultBackend.Options options) {
        Tables tables = new Tables(options.schema());
        List<String> missing = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            Dialect.of(connection);
            missing.addAll(
                    missing(connection, tables.results(), tables.result((row) -> row.record().created()).columns()));
            missing.addAll(missing(connection, tables.attempts(), tables.attempt().columns()));
            missing.addAll(missing(connection, tables.homes(), List.of()));
            return missing;
        }
        catch (SQLException failure) {
            throw new ResultStoreException(
                    "The tables of the result store cannot be looked for: " + failure.getMessage(), failure);
        }
    }

    private static List<String> missing(Connection connection, String table, List<? extends Column<?>> columns)
            throws SQLException {
        Set<String> there = columns(connection, table);
        if (there == null) {
            return List.of(table);
        }
        return columns.stream()
            .map(Column::name)
            .filter((name) -> !there.contains(name))
            .map((name) -> table + "." + name)
            .toList();
    }

    /** The columns of a table, or {@code null} where there is none of this name. */
    private static @Nullable Set<String> columns(Connection connection, String table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select * from " + table + " where 1 = 0");
                ResultSet none = select.executeQuery()) {
            ResultSetMetaData data = none.getMetaData();
            Set<String> names = new HashSet<>();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                names.add(data.getColumnLabel(i).toLowerCase(Locale.ROOT));
            }
            return names;
        }
        catch (SQLException failure) {
            if (absent(failure)) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
                return null;
            }
            throw failure;
        }
    }

    private static boolean absent(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        // PostgreSQL's words for no such table and no such schema, and the standard's
        return state.equals("42P01") || state.equals("3F000") || state.startsWith("42S0") || state.startsWith("90079");
    }

}
