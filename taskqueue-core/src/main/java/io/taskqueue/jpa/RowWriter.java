package io.taskqueue.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.taskqueue.jpa.Tables.Retried;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskStory;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Sessions;
import io.taskqueue.sql.Trouble;

/**
 * Writes rows in one transaction, and in halves where the database dislikes one of them,
 * so that the others are written.
 */
final class RowWriter {

    private final Sessions sessions;

    private final Table<Story> results;

    private final Table<Retried> attempts;

    private final Consumer<TaskResult> accepted;

    RowWriter(Sessions sessions, Table<Story> results, Table<Retried> attempts, Consumer<TaskResult> accepted) {
        this.sessions = sessions;
        this.results = results;
        this.attempts = attempts;
        this.accepted = accepted;
    }

    void write(List<Story> rows, Flush flush) {
        Exception outage = flush.outage();
        if (outage != null) {
            flush.answer(rows, Answer.failed(outage));
            return;
        }
        try {
            tell(rows, this.sessions.persistently((connection, dialect) -> persist(rows, connection, dialect)), flush);
        }
        catch (Sessions.CommitUnknownException unknown) {
            flush.answer(rows, Answer.unknown(unknown));
        }
        catch (Sessions.NoConnectionException failure) {
            flush.outage(failure);
            flush.answer(rows, Answer.failed(failure));
        }
        catch (SQLException failure) {
            failed(rows, failure, Trouble.of(failure) == Trouble.VALUE, flush);
        }
        catch (RuntimeException failure) {
            failed(rows, failure, true, flush);
        }
    }

    void writeWithin(List<Story> rows, Flush flush, Connection connection, Dialect dialect) throws SQLException {
        tell(rows, persist(rows, connection, dialect), flush);
    }

    private void failed(List<Story> rows, Exception failure, boolean oneRow, Flush flush) {
        if (oneRow && rows.size() > 1) {
            write(rows.subList(0, rows.size() / 2), flush);
            write(rows.subList(rows.size() / 2, rows.size()), flush);
        }
        else {
            flush.answer(rows, Answer.failed(failure));
        }
    }

    private void tell(List<Story> rows, Map<String, Standing> standings, Flush flush) {
        for (Story row : rows) {
            Standing standing = standings.get(row.id());
            row.statements().forEach((statement) -> flush.answer(statement, answer(row, statement, standing)));
            if (standing != null && row.takenBy(standing)) {
                row.news().forEach(this.accepted);
            }
            else {
                flush.again(row.keptAnyway());
            }
        }
    }

    private static Answer answer(Story row, TaskResult statement, @Nullable Standing standing) {
        return (standing != null) ? row.answer(statement, standing)
                : Answer.failed(new SQLException("The row of task " + row.id() + " was removed while it was written"));
    }

    private Map<String, Standing> persist(List<Story> rows, Connection connection, Dialect dialect)
            throws SQLException {
        Map<String, Standing> standings = Upserts.in(dialect).writeAndAsk(connection, this.results, rows);
        List<Retried> retried = new ArrayList<>();
        for (Story row : rows) {
            TaskResult retry = row.retry();
            Standing standing = standings.get(row.id());
            if (retry != null && standing != null && row.answer(retry, standing).isDone()) {
                retried.add(new Retried(retry, standing.started()));
            }
        }
        if (!retried.isEmpty()) {
            Upserts.in(dialect).write(connection, this.attempts, retried);
            prune(retried, connection, dialect);
        }
        return standings;
    }

    /** A task that is retried for ever keeps the newest attempts only. */
    private void prune(List<Retried> retried, Connection connection, Dialect dialect) throws SQLException {
        List<TaskResult> many = retried.stream()
            .map(Retried::end)
            .filter((end) -> end.run().attempt() > TaskStory.MAX_ATTEMPTS)
            .toList();
        if (many.isEmpty()) {
            return;
        }
        String sql = "delete from " + this.attempts.name() + " where task_id = ? and attempt <= ?";
        try (PreparedStatement delete = dialect.prepare(connection, sql)) {
            for (TaskResult end : many) {
                dialect.bind(delete, 1, end.id());
                dialect.bind(delete, 2, end.run().attempt() - TaskStory.MAX_ATTEMPTS);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

}
