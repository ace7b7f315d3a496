package io.taskqueue.result;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What is said of a task at one moment: its state, who says so, and what came of it. It
 * is both what a store is given and what it answers with; the answer is the newest that
 * was accepted.
 *
 * @param id the task
 * @param state where it stands
 * @param run the run that says so; see {@link ResultBackend} for what an older run may
 * not overwrite
 * @param at when it was said
 * @param worker the node that says so, or {@code null} for a caller
 * @param value the result, or what a task said with a state of its own, as JSON text
 * @param error why the attempt or the task failed
 * @param progress how far it is
 * @param due when the next attempt may start, or the first one of a delayed call
 * @param details what is known of the call
 */
public record TaskResult(String id, TaskState state, TaskRun run, Instant at, @Nullable String worker,
        @Nullable String value, @Nullable TaskError error, @Nullable Progress progress, @Nullable Instant due,
        TaskDetails details) {

    public TaskResult {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(details, "details");
    }

    /** A statement of nothing but a state. */
    public static TaskResult of(String id, TaskState state, TaskRun run, Instant at, TaskDetails details) {
        return new TaskResult(id, state, run, at, null, null, null, null, null, details);
    }

    /** The same, said by this worker. */
    public TaskResult by(@Nullable String worker) {
        return new TaskResult(this.id, this.state, this.run, this.at, worker, this.value, this.error, this.progress,
                this.due, this.details);
    }

    /** The same, with a value as JSON text. */
    public TaskResult value(@Nullable String json) {
        return new TaskResult(this.id, this.state, this.run, this.at, this.worker, json, this.error, this.progress,
                this.due, this.details);
    }

    /** The same, with an error. */
    public TaskResult error(@Nullable TaskError error) {
        return new TaskResult(this.id, this.state, this.run, this.at, this.worker, this.value, error, this.progress,
                this.due, this.details);
    }

    /** The same run, ended like this. */
    public TaskResult ended(TaskState state, TaskError error) {
        return new TaskResult(this.id, state, this.run, this.at, this.worker, null, error, this.progress, this.due,
                this.details);
    }

    /** The same, with progress. */
    public TaskResult progress(@Nullable Progress progress) {
        return new TaskResult(this.id, this.state, this.run, this.at, this.worker, this.value, this.error, progress,
                this.due, this.details);
    }

    /** The same, due then. */
    public TaskResult due(@Nullable Instant due) {
        return new TaskResult(this.id, this.state, this.run, this.at, this.worker, this.value, this.error,
                this.progress, due, this.details);
    }

    /** The same, with other details of the call. */
    public TaskResult details(TaskDetails details) {
        return new TaskResult(this.id, this.state, this.run, this.at, this.worker, this.value, this.error,
                this.progress, this.due, details);
    }

    /** Names id, state and run, never a value. */
    @Override
    public String toString() {
        return "TaskResult[" + this.id + " " + this.state + " " + this.run + "]";
    }

}
