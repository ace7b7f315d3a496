package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.sql.Dialect;

/** Reads and removes rows by the ids of their tasks. */
final class RowReader {

    private static final int PORTION = 500;

    private final Tables tables;

    RowReader(Tables tables) {
        this.tables = tables;
    }

    Map<String, TaskResult> find(Collection<String> ids, Connection connection, Dialect dialect) throws SQLException {
        Map<String, TaskResult> found = new HashMap<>();
        for (List<String> portion : portions(ids)) {
            String sql = "select * from " + this.tables.results() + " where task_id in "
                    + Dialect.marks(portion.size());
            try (PreparedStatement select = dialect.prepare(connection, sql)) {
                dialect.bindAll(select, 1, portion);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        TaskResult result = Rows.result(rows, dialect);
                        found.put(result.id(), result);
                    }
                }
            }
        }
        return found;
    }

    Optional<TaskRecord> record(String id, Connection connection, Dialect dialect) throws SQLException {
        List<TaskRecord.Attempt> attempts = attempts(List.of(id), connection, dialect).getOrDefault(id, List.of());
        String sql = "select * from " + this.tables.results() + " where task_id = ?";
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            dialect.bind(select, 1, id);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(Rows.record(rows, dialect, attempts)) : Optional.empty();
            }
        }
    }

    /** The attempts with rows of their own, oldest first. */
    Map<String, List<TaskRecord.Attempt>> attempts(List<String> ids, Connection connection, Dialect dialect)
            throws SQLException {
        Map<String, List<TaskRecord.Attempt>> attempts = new HashMap<>();
        for (List<String> portion : portions(ids)) {
            String sql = "select * from " + this.tables.attempts() + " where task_id in "
                    + Dialect.marks(portion.size()) + " order by task_id, attempt, deliveries";
            try (PreparedStatement select = dialect.prepare(connection, sql)) {
                dialect.bindAll(select, 1, portion);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        attempts.computeIfAbsent(rows.getString("task_id"), (id) -> new ArrayList<>())
                            .add(Rows.attempt(rows, dialect));
                    }
                }
            }
        }
        return attempts;
    }

    int remove(Collection<String> ids, Connection connection, Dialect dialect) throws SQLException {
        int removed = 0;
        for (List<String> portion : portions(ids)) {
            delete(this.tables.attempts(), portion, connection, dialect);
            removed += delete(this.tables.results(), portion, connection, dialect);
        }
        return removed;
    }

    private static int delete(String table, List<String> ids, Connection connection, Dialect dialect)
            throws SQLException {
        String sql = "delete from " + table + " where task_id in " + Dialect.marks(ids.size());
        try (PreparedStatement delete = dialect.prepare(connection, sql)) {
            dialect.bindAll(delete, 1, ids);
            return delete.executeUpdate();
        }
    }

    private static List<List<String>> portions(Collection<String> ids) {
        List<String> distinct = new LinkedHashSet<>(ids).stream().sorted().toList();
        List<List<String>> portions = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += PORTION) {
            portions.add(distinct.subList(from, Math.min(distinct.size(), from + PORTION)));
        }
        return portions;
    }

}
