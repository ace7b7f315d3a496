package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.taskqueue.beat.ScheduleStoreException;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Schemas;

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
        CanvasTables canvases = new CanvasTables(options.schema());
        List<String> missing = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            Dialect.of(connection);
            missing.addAll(
                    missing(connection, tables.results(), tables.result((row) -> row.record().created()).columns()));
            missing.addAll(missing(connection, tables.attempts(), tables.attempt().columns()));
            missing.addAll(missing(connection, tables.homes(), List.of()));
            missing.addAll(missing(connection, canvases.chords(), canvases.chord(Instant::now).columns()));
            missing.addAll(missing(connection, canvases.ends(), canvases.end().columns()));
            missing.addAll(missing(connection, canvases.bodies(), canvases.body(Instant::now).columns()));
            missing.addAll(missing(connection, canvases.canvases(), canvases.canvas(Instant::now).columns()));
            return missing;
        }
        catch (SQLException failure) {
            throw new ResultStoreException(
                    "The tables of the result store cannot be looked for: " + failure.getMessage(), failure);
        }
    }

    /** The same for these tables, and for none but these. */
    static List<String> missing(DataSource dataSource, List<Table<?>> tables) {
        List<String> missing = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            for (Table<?> table : tables) {
                missing.addAll(missing(connection, table.name(), table.columns()));
            }
            return missing;
        }
        catch (SQLException failure) {
            throw new ScheduleStoreException("The tables of schedules cannot be looked for: " + failure.getMessage(),
                    failure);
        }
    }

    private static List<String> missing(Connection connection, String table, List<? extends Column<?>> columns)
            throws SQLException {
        return Schemas.missing(connection, table, columns.stream().map(Column::name).toList());
    }

}
