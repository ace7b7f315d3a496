package io.taskqueue.test;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.event.TaskEvent;
import io.taskqueue.execution.Ending;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

/** What became of one attempt that a test has run. */
public final class TaskOutcome {

    private static final Map<Class<?>, TaskState> STATES = Map.of(TaskEvent.TaskSucceeded.class, TaskState.SUCCESS,
            TaskEvent.TaskFailed.class, TaskState.FAILURE, TaskEvent.TaskRetried.class, TaskState.RETRY,
            TaskEvent.TaskRevoked.class, TaskState.REVOKED, TaskEvent.TaskRejected.class, TaskState.REJECTED);

    private final EnqueuedTask task;

    private final TaskState state;

    private final @Nullable TaskResult result;

    private final @Nullable TaskEvent event;

    TaskOutcome(EnqueuedTask task, Ending ending) {
        this.task = task;
        this.result = ending.completion().result();
        this.event = ending.event();
        this.state = state(this.result, this.event);
    }

    private static TaskState state(@Nullable TaskResult result, @Nullable TaskEvent event) {
        if (result != null) {
            return result.state();
        }
        return (event != null) ? STATES.getOrDefault(event.getClass(), TaskState.QUEUED) : TaskState.QUEUED;
    }

    /** The task's id. */
    public String id() {
        return this.task.id();
    }

    /** The attempt that was run. */
    public EnqueuedTask task() {
        return this.task;
    }

    /**
     * Where it stands now: {@code SUCCESS}, {@code FAILURE}, {@code RETRY},
     * {@code REVOKED} or {@code REJECTED}.
     */
    public TaskState state() {
        return this.state;
    }

    /** Whether it ended with a result. */
    public boolean succeeded() {
        return this.state.equals(TaskState.SUCCESS);
    }

    /** Why it did not succeed, or {@code null}. */
    public @Nullable TaskError error() {
        if (this.result != null) {
            return this.result.error();
        }
        if (this.event instanceof TaskEvent.TaskFailed failed) {
            return failed.error();
        }
        return (this.event instanceof TaskEvent.TaskRetried retried) ? retried.error() : null;
    }

    /** When the next attempt may start, or {@code null} where there is none. */
    public @Nullable Instant nextAttempt() {
        return (this.event instanceof TaskEvent.TaskRetried retried) ? retried.due() : null;
    }

    /**
     * What the task returned, or {@code null} where it returned nothing, did not succeed
     * or stores no result.
     */
    public <T> @Nullable T result(Class<T> type) {
        String json = (this.result != null) ? this.result.value() : null;
        return (json != null) ? this.task.values().<T>read(json, type) : null;
    }

    /** The call, its state, and what went wrong. */
    @Override
    public String toString() {
        TaskError error = error();
        return this.task + " " + this.state + ((error != null) ? ": " + error.type() + ": " + error.message() : "");
    }

}
