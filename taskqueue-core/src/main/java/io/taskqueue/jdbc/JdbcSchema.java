package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Schemas;

/**
 * The tables a {@link JdbcBroker} needs, looked for in a database before anybody relies
 * on them. They are made by the script {@code io/taskqueue/jdbc/schema-<vendor>.sql}, by
 * Flyway with {@code classpath:io/taskqueue/flyway-jdbc/{vendor}} among its locations, or
 * by hand from either.
 */
public final class JdbcSchema {

    private JdbcSchema() {
    }

    /**
     * The tables and columns that are missing, each as {@code table} or
     * {@code table.column}; empty where nothing is.
     * @param schema where to look, or {@code null} for the connection's own
     * @throws BrokerUnavailableException if the database cannot be asked, or is none that
     * a broker can be in
     */
    public static List<String> missing(DataSource dataSource, @Nullable String schema) {
        List<String> missing = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            Dialect.of(connection);
            for (Map.Entry<String, List<String>> table : columns(new Tables(schema)).entrySet()) {
                missing.addAll(Schemas.missing(connection, table.getKey(), table.getValue()));
            }
            return missing;
        }
        catch (SQLException failure) {
            throw new BrokerUnavailableException(
                    "The tables of the JDBC broker cannot be looked for: " + failure.getMessage(), false, failure);
        }
    }

    private static Map<String, List<String>> columns(Tables tables) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        List<String> message = List.of("queue", "step", "task_id", "task_name", "headers", "content_type",
                "content_encoding", "body");
        List<String> waiting = new ArrayList<>(List.of("message_id", "due_at", "owner", "loan", "deliveries"));
        waiting.addAll(message);
        columns.put(tables.messages(), waiting);
        columns.put(tables.workers(), List.of("owner", "name", "lease_until"));
        List<String> dead = new ArrayList<>(List.of("letter_id", "died_at", "reason"));
        dead.addAll(message);
        columns.put(tables.letters(), dead);
        columns.put(tables.revoked(), List.of("task_id", "ends_at"));
        columns.put(tables.paused(), List.of("queue"));
        columns.put(tables.notices(), List.of("notice_id", "said_at", "body"));
        return columns;
    }

}
