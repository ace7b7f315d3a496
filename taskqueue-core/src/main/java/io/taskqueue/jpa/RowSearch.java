package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskPage;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskState;
import io.taskqueue.sql.Dialect;

/**
 * Finds rows newest first, page by page, each page beginning where the one before ended.
 */
final class RowSearch {

    /**
     * In characters: a page of large results is a short one, so that no page fills the
     * memory.
     */
    private static final long MOST_TEXT = 8_000_000;

    private static final int FETCH = 50;

    private final Tables tables;

    private final RowReader reader;

    RowSearch(Tables tables, RowReader reader) {
        this.tables = tables;
        this.reader = reader;
    }

    TaskPage search(TaskFilter filter, @Nullable Cursor after, int limit, Connection connection, Dialect dialect)
            throws SQLException {
        List<TaskRecord> page = new ArrayList<>();
        boolean more = read(new Condition(filter).after(after), limit, page, connection, dialect);
        if (page.isEmpty()) {
            return new TaskPage(page, null);
        }
        List<String> ids = page.stream().map(TaskRecord::id).toList();
        Map<String, List<TaskRecord.Attempt>> attempts = this.reader.attempts(ids, connection, dialect);
        page.replaceAll((task) -> withAttempts(task, attempts.getOrDefault(task.id(), List.of())));
        TaskRecord last = page.get(page.size() - 1);
        return new TaskPage(page, more ? new Cursor(last.created(), last.id()).text() : null);
    }

    /** Adds what fits on the page and says whether there is more. */
    private boolean read(Condition condition, int limit, List<TaskRecord> page, Connection connection, Dialect dialect)
            throws SQLException {
        String sql = "select * from " + this.tables.results() + condition.sql()
                + " order by created_at desc, task_id desc" + dialect.limit();
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            select.setFetchSize(FETCH);
            dialect.bind(select, dialect.bindAll(select, 1, condition.values()), limit + 1);
            long size = 0;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (page.size() == limit || size > MOST_TEXT) {
                        return true;
                    }
                    TaskRecord task = Rows.record(rows, dialect, List.of());
                    size += size(task);
                    page.add(task);
                }
            }
            return false;
        }
    }

    private static long size(TaskRecord task) {
        String value = task.last().value();
        String args = task.last().details().args();
        String kwargs = task.last().details().kwargs();
        return ((value != null) ? value.length() : 0) + ((args != null) ? args.length() : 0L)
                + ((kwargs != null) ? kwargs.length() : 0);
    }

    private static TaskRecord withAttempts(TaskRecord task, List<TaskRecord.Attempt> retried) {
        return retried.isEmpty() ? task : new TaskRecord(task.last(), task.created(), task.received(), task.started(),
                task.done(), Attempts.all(retried, task.last(), task.started()));
    }

    Map<TaskState, Long> count(TaskFilter filter, Connection connection, Dialect dialect) throws SQLException {
        Condition condition = new Condition(filter);
        String sql = "select state, count(*) from " + this.tables.results() + condition.sql() + " group by state";
        Map<TaskState, Long> counts = new HashMap<>();
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            dialect.bindAll(select, 1, condition.values());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    counts.put(TaskState.of(rows.getString(1)), rows.getLong(2));
                }
            }
        }
        return counts;
    }

}
