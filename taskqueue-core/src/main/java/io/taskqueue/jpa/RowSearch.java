package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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

    /**
     * How many rows are looked at for what no index knows: a page that would need more is
     * a short one, and the next begins where this one ended looking.
     */
    static final int WINDOW = 20_000;

    private static final String ORDER = " order by created_at desc, task_id desc";

    private final Tables tables;

    private final RowReader reader;

    RowSearch(Tables tables, RowReader reader) {
        this.tables = tables;
        this.reader = reader;
    }

    TaskPage search(TaskFilter filter, @Nullable Cursor after, int limit, Connection connection, Dialect dialect)
            throws SQLException {
        Condition narrowed = Condition.narrowing(filter).after(after);
        Condition sifted = Condition.sifting(filter);
        List<TaskRecord> page = new ArrayList<>();
        boolean more = read(new Query(narrowed, sifted), limit, page, connection, dialect);
        Cursor next = more ? end(page) : sifted.sql().isEmpty() ? null : endOfWindow(narrowed, connection, dialect);
        List<String> ids = page.stream().map(TaskRecord::id).toList();
        Map<String, List<TaskRecord.Attempt>> attempts = ids.isEmpty() ? Map.of()
                : this.reader.attempts(ids, connection, dialect);
        page.replaceAll((task) -> withAttempts(task, attempts.getOrDefault(task.id(), List.of())));
        return new TaskPage(page, (next != null) ? next.text() : null);
    }

    private static Cursor end(List<TaskRecord> page) {
        TaskRecord last = page.get(page.size() - 1);
        return new Cursor(last.created(), last.id());
    }

    /** The last row of the window, or {@code null} where the table ends before it. */
    private @Nullable Cursor endOfWindow(Condition narrowed, Connection connection, Dialect dialect)
            throws SQLException {
        String sql = "select created_at, task_id, count(*) over () as looked_at from (select created_at, task_id from "
                + this.tables.results() + narrowed.sql() + ORDER + dialect.limit()
                + ") seen order by created_at, task_id" + dialect.limit();
        try (PreparedStatement select = dialect.prepare(connection, sql)) {
            int place = dialect.bindAll(select, 1, narrowed.values());
            dialect.bind(select, place, WINDOW);
            dialect.bind(select, place + 1, 1);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next() || rows.getLong("looked_at") < WINDOW) {
                    return null;
                }
                Instant created = dialect.moment(rows, "created_at");
                return (created != null) ? new Cursor(created, rows.getString("task_id")) : null;
            }
        }
    }

    /** Adds what fits on the page and says whether there is more. */
    private boolean read(Query query, int limit, List<TaskRecord> page, Connection connection, Dialect dialect)
            throws SQLException {
        try (PreparedStatement select = dialect.prepare(connection, query.sql(this.tables.results(), dialect))) {
            select.setFetchSize(FETCH);
            dialect.bind(select, query.bind(select, dialect), limit + 1);
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

    /**
     * A search: rows that an index finds, and of so many of them those that match.
     *
     * @param narrowed what an index finds
     * @param sifted what has to be looked at
     */
    private record Query(Condition narrowed, Condition sifted) {

        String sql(String table, Dialect dialect) {
            String found = "select * from " + table + this.narrowed.sql() + ORDER + dialect.limit();
            return this.sifted.sql().isEmpty() ? found
                    : "select * from (" + found + ") found" + this.sifted.sql() + ORDER + dialect.limit();
        }

        /** Binds all but the last limit, and says which parameter that is. */
        int bind(PreparedStatement select, Dialect dialect) throws SQLException {
            int place = dialect.bindAll(select, 1, this.narrowed.values());
            if (this.sifted.sql().isEmpty()) {
                return place;
            }
            dialect.bind(select, place, WINDOW);
            return dialect.bindAll(select, place + 1, this.sifted.values());
        }

    }

}
