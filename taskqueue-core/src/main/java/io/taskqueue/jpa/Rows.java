package io.taskqueue.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.sql.Dialect;

/** What a row says, as values. */
final class Rows {

    private Rows() {
    }

    static TaskResult result(ResultSet row, Dialect dialect) throws SQLException {
        return new TaskResult(row.getString("task_id"), TaskState.of(row.getString("state")), run(row),
                known(dialect.moment(row, "updated_at")), row.getString("worker"), row.getString("result"), error(row),
                progress(row), dialect.moment(row, "due_at"), details(row, dialect));
    }

    /** The story of a task, with the attempts that ended in a retry given. */
    static TaskRecord record(ResultSet row, Dialect dialect, List<TaskRecord.Attempt> retried) throws SQLException {
        TaskResult last = result(row, dialect);
        Instant started = dialect.moment(row, "started_at");
        Instant done = dialect.moment(row, "done_at");
        return new TaskRecord(last, known(dialect.moment(row, "created_at")), dialect.moment(row, "received_at"),
                started, done, Attempts.all(retried, last, started));
    }

    static TaskRecord.Attempt attempt(ResultSet row, Dialect dialect) throws SQLException {
        return new TaskRecord.Attempt(run(row), TaskState.of(row.getString("state")), row.getString("worker"),
                dialect.moment(row, "started_at"), known(dialect.moment(row, "ended_at")), error(row));
    }

    static TaskRun run(ResultSet row) throws SQLException {
        String token = row.getString("run_token");
        return new TaskRun(row.getInt("attempt"), row.getInt("deliveries"), (token != null) ? token : "");
    }

    private static TaskDetails details(ResultSet row, Dialect dialect) throws SQLException {
        int priority = row.getInt("priority");
        boolean none = row.wasNull();
        return new TaskDetails(row.getString("task_name"), row.getString("queue"), none ? null : priority,
                row.getString("args"), row.getString("kwargs"), row.getString("root_id"), row.getString("parent_id"),
                row.getString("group_id"), row.getString("periodic_task_name"), dialect.moment(row, "expires_at"),
                row.getString("home"));
    }

    private static @Nullable TaskError error(ResultSet row) throws SQLException {
        String type = row.getString("error_type");
        return (type != null) ? new TaskError(type, row.getString("error_message"), row.getString("error_trace"))
                : null;
    }

    private static @Nullable Progress progress(ResultSet row) throws SQLException {
        long total = row.getLong("progress_total");
        return (total > 0) ? new Progress(row.getLong("progress_done"), total, row.getString("progress_note")) : null;
    }

    static Instant known(@Nullable Instant moment) throws SQLException {
        if (moment == null) {
            throw new SQLException("A row of the result store has no moment where it must have one");
        }
        return moment;
    }

}
