package io.taskqueue.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.jpa.Column.Merge;
import io.taskqueue.result.ChordCounter.Opening;
import io.taskqueue.result.ChordCounter.Part;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

/** The tables of chords and canvases, and what is written to them and read. */
final class CanvasTables {

    private final String prefix;

    CanvasTables(@Nullable String schema) {
        this.prefix = (schema != null) ? schema + ".taskqueue_" : "taskqueue_";
    }

    String chords() {
        return this.prefix + "chord";
    }

    String ends() {
        return this.prefix + "chord_end";
    }

    String bodies() {
        return this.prefix + "chord_body";
    }

    Table<Copy> body(Supplier<Instant> removal) {
        return new Table<>(bodies(),
                List.of(Column.name("task_id", Merge.KEY, Copy::task), Column.name("copy", Merge.KEEP, Copy::copy),
                        Column.time("remove_at", Merge.KEEP, (row) -> removal.get())));
    }

    String canvases() {
        return this.prefix + "canvas";
    }

    Table<Kept> canvas(Supplier<Instant> removal) {
        return new Table<>(canvases(),
                List.of(Column.name("root_id", Merge.KEY, Kept::id), Column.text("canvas", Merge.LAST, Kept::canvas),
                        Column.time("remove_at", Merge.LAST, (row) -> removal.get())));
    }

    /** A chord as it is opened; how far it is, the other columns say. */
    Table<Opening> chord(Supplier<Instant> removal) {
        return new Table<>(chords(),
                List.of(Column.name("chord", Merge.KEY, Opening::chord),
                        Column.number("members", Merge.LAST, Opening::size),
                        Column.time("remove_at", Merge.LAST, (row) -> removal.get())));
    }

    Table<Part> end() {
        return new Table<>(ends(),
                List.of(Column.name("chord", Merge.KEY, Part::chord),
                        Column.name("task_id", Merge.KEY, (row) -> row.end().id()),
                        Column.number("place", Merge.LAST, Part::index),
                        Column.name("state", Merge.LAST, (row) -> row.end().state().name()),
                        Column.text("result", Merge.LAST, (row) -> row.end().value()),
                        Column.name("error_type", Merge.LAST, (row) -> type(row.end().error())),
                        Column.text("error_message", Merge.LAST, (row) -> message(row.end().error()))));
    }

    static TaskResult end(ResultSet row) throws SQLException {
        String type = row.getString("error_type");
        return TaskResult
            .of(row.getString("task_id"), TaskState.of(row.getString("state")), TaskRun.NONE, Instant.EPOCH,
                    TaskDetails.NONE)
            .value(row.getString("result"))
            .error((type != null) ? TaskError.of(type, row.getString("error_message")) : null);
    }

    private static @Nullable String type(@Nullable TaskError error) {
        return (error != null) ? error.type() : null;
    }

    private static @Nullable String message(@Nullable TaskError error) {
        return (error != null) ? error.message() : null;
    }

    /**
     * A message of a chord's body that may begin.
     *
     * @param task the body's id
     * @param copy which of its messages
     */
    record Copy(String task, String copy) {
    }

    /**
     * A canvas to be remembered.
     *
     * @param id its root
     * @param canvas the whole
     */
    record Kept(String id, String canvas) {
    }

}
