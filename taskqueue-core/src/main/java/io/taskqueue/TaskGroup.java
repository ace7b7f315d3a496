package io.taskqueue;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.canvas.Chain;
import io.taskqueue.canvas.Group;
import io.taskqueue.canvas.Signature;
import io.taskqueue.canvas.TaskMethod;
import io.taskqueue.message.WireSignature;

/**
 * A group in preparation: tasks that run side by side. With {@code then} it becomes a
 * chord: a task that runs once all members have succeeded, with the list of their
 * results.
 *
 * @param <R> what each member returns
 */
public final class TaskGroup<R extends @Nullable Object> implements CanvasCall<List<R>>, TypedLinks<List<R>> {

    private final TaskOperations tasks;

    private final Group<R> group;

    TaskGroup(TaskOperations tasks, Group<R> group) {
        this.tasks = tasks;
        this.group = group;
    }

    @Override
    public <N extends @Nullable Object> TaskChain<N> link(TaskMethod method, @Nullable Object... rest) {
        return new TaskChain<>(this.tasks, Chain.of(this.group).then(Signature.<N>of(method, rest)));
    }

    /**
     * Goes on with this once all members have succeeded; it takes the list of their
     * results. Where one fails, it never runs and ends as failed, once all have ended.
     */
    public <N extends @Nullable Object> TaskChain<N> then(CanvasCall<N> body) {
        return new TaskChain<>(this.tasks, Chain.of(this.group).then(body.toCanvas()));
    }

    /**
     * Has this called for each member that fails for good, with that member's id as its
     * first argument unless it is immutable.
     */
    public TaskGroup<R> onError(CanvasCall<?> errback) {
        return new TaskGroup<>(this.tasks, this.group.onError(errback.toCanvas()));
    }

    /**
     * Has this called once all members have succeeded, with the list of their results as
     * its first argument unless it is immutable. Unlike what {@code then} adds, it is not
     * part of what comes of the group.
     */
    public TaskGroup<R> onAllSucceeded(CanvasCall<?> next) {
        return with(this.group.hooks().andOnAllSucceeded(next.toCanvas()));
    }

    /**
     * Has this called once, when all members have ended and one of them has not
     * succeeded, with the group's id as its first argument unless it is immutable.
     */
    public TaskGroup<R> onAnyFailed(CanvasCall<?> next) {
        return with(this.group.hooks().andOnAnyFailed(next.toCanvas()));
    }

    /**
     * Has this called once, when all members have ended in any way, with the group's id
     * as its first argument unless it is immutable.
     */
    public TaskGroup<R> onAllFinished(CanvasCall<?> next) {
        return with(this.group.hooks().andOnAllFinished(next.toCanvas()));
    }

    private TaskGroup<R> with(Group.Hooks hooks) {
        return new TaskGroup<>(this.tasks, this.group.with(hooks));
    }

    @Override
    public Group<R> toCanvas() {
        return this.group;
    }

    @Override
    public WireSignature encode() {
        return this.tasks.encode(this.group);
    }

    /** Sends all members in one round trip. */
    @Override
    public GroupResult<R> apply() {
        return this.tasks.apply(this.group);
    }

}
