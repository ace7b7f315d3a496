package io.taskqueue;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.canvas.Group;

/**
 * A group in preparation: tasks that run side by side.
 *
 * @param <R> what each member returns
 */
public final class TaskGroup<R extends @Nullable Object> implements CanvasCall<List<R>> {

    private final TaskOperations tasks;

    private final Group<R> group;

    TaskGroup(TaskOperations tasks, Group<R> group) {
        this.tasks = tasks;
        this.group = group;
    }

    /**
     * Has this called for each member that fails for good, with that member's id as its
     * first argument unless it is immutable.
     */
    public TaskGroup<R> onError(CanvasCall<?> errback) {
        return new TaskGroup<>(this.tasks, this.group.onError(errback.toCanvas()));
    }

    @Override
    public Group<R> toCanvas() {
        return this.group;
    }

    /** Sends all members in one round trip. */
    @Override
    public GroupResult<R> apply() {
        return this.tasks.apply(this.group);
    }

}
