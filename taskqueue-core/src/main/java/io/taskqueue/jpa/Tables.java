package io.taskqueue.jpa;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.taskqueue.jpa.Column.Merge;
import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;

/** The names of our tables, and what is written to them. */
final class Tables {

    private final String prefix;

    Tables(@Nullable String schema) {
        this.prefix = (schema != null) ? schema + ".taskqueue_" : "taskqueue_";
    }

    String results() {
        return this.prefix + "result";
    }

    String attempts() {
        return this.prefix + "attempt";
    }

    String homes() {
        return this.prefix + "home";
    }

    /**
     * One row for each task. The last two decide what a row takes; MariaDB assigns in
     * this order, so they change last.
     */
    Table<Story> result(Function<Story, Instant> removal) {
        return new Table<>(results(),
                List.of(Column.name("task_id", Merge.KEY, Story::id), detail("task_name", TaskDetails::task),
                        detail("queue", TaskDetails::queue),
                        Column.number("priority", Merge.FIRST, (row) -> row.last().details().priority()),
                        Column.text("args", Merge.FIRST, (row) -> row.last().details().args()),
                        Column.text("kwargs", Merge.FIRST, (row) -> row.last().details().kwargs()),
                        detail("root_id", TaskDetails::rootId), detail("parent_id", TaskDetails::parentId),
                        detail("group_id", TaskDetails::groupId),
                        detail("periodic_task_name", TaskDetails::periodicTask), detail("home", TaskDetails::home),
                        Column.time("expires_at", Merge.FIRST, (row) -> row.last().details().expires()),
                        Column.name("state", Merge.STANDING, (row) -> row.last().state().name()),
                        Column.text("result", Merge.STANDING, (row) -> row.last().value()),
                        Column.name("error_type", Merge.STANDING, (row) -> type(row.last().error())),
                        Column.text("error_message", Merge.STANDING, (row) -> message(row.last().error())),
                        Column.text("error_trace", Merge.STANDING, (row) -> trace(row.last().error())),
                        Column.name("worker", Merge.STANDING_IF_KNOWN, (row) -> row.last().worker()),
                        Column.number("progress_done", Merge.PROGRESS, (row) -> progress(row, Progress::done)),
                        Column.number("progress_total", Merge.PROGRESS, (row) -> progress(row, Progress::total)),
                        Column.name("progress_note", Merge.PROGRESS, (row) -> progress(row, Progress::note)),
                        Column.number("attempt", Merge.STANDING, (row) -> row.last().run().attempt()),
                        Column.number("deliveries", Merge.STANDING, (row) -> row.last().run().deliveries()),
                        Column.time("created_at", Merge.EARLIEST, (row) -> row.record().created()),
                        Column.time("received_at", Merge.OF_RUN, (row) -> row.record().received()),
                        Column.time("started_at", Merge.OF_RUN, (row) -> row.record().started()),
                        Column.time("updated_at", Merge.STANDING, (row) -> row.last().at()),
                        Column.time("due_at", Merge.STANDING, (row) -> row.last().due()),
                        Column.time("remove_at", Merge.STANDING, removal::apply),
                        Column.name("run_token", Merge.STANDING, (row) -> token(row.last().run())),
                        Column.number("standing", Merge.STANDING,
                                (row) -> Standing.number(row.last().run(), row.last().state())),
                        Column.time("done_at", Merge.STANDING, (row) -> row.record().done())));
    }

    /** One row for each attempt that ended in a retry. */
    Table<Retried> attempt() {
        return new Table<>(attempts(),
                List.of(Column.name("task_id", Merge.KEY, (row) -> row.end().id()),
                        Column.number("attempt", Merge.KEY, (row) -> row.end().run().attempt()),
                        Column.number("deliveries", Merge.KEY, (row) -> row.end().run().deliveries()),
                        Column.name("run_token", Merge.LAST, (row) -> token(row.end().run())),
                        Column.name("state", Merge.LAST, (row) -> row.end().state().name()),
                        Column.name("worker", Merge.LAST, (row) -> row.end().worker()),
                        Column.time("started_at", Merge.LAST, Retried::started),
                        Column.time("ended_at", Merge.LAST, (row) -> row.end().at()),
                        Column.name("error_type", Merge.LAST, (row) -> type(row.end().error())),
                        Column.text("error_message", Merge.LAST, (row) -> message(row.end().error())),
                        Column.text("error_trace", Merge.LAST, (row) -> trace(row.end().error()))));
    }

    private static Column<Story> detail(String name, Function<TaskDetails, @Nullable String> value) {
        return Column.name(name, Merge.FIRST, (row) -> value.apply(row.last().details()));
    }

    private static <T> @Nullable T progress(Story row, Function<Progress, @Nullable T> value) {
        Progress progress = row.last().progress();
        return (progress != null) ? value.apply(progress) : null;
    }

    /** The empty token is none, since some databases know no empty text. */
    private static @Nullable String token(TaskRun run) {
        return run.token().isEmpty() ? null : run.token();
    }

    private static @Nullable String type(@Nullable TaskError error) {
        return (error != null) ? error.type() : null;
    }

    private static @Nullable String message(@Nullable TaskError error) {
        return (error != null) ? error.message() : null;
    }

    private static @Nullable String trace(@Nullable TaskError error) {
        return (error != null) ? error.trace() : null;
    }

    /**
     * An attempt that ended in a retry.
     *
     * @param end what it said at its end
     * @param started when it began
     */
    record Retried(TaskResult end, @Nullable Instant started) {
    }

}
