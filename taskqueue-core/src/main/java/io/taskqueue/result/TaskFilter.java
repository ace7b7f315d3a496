package io.taskqueue.result;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which tasks are asked for; what is {@code null} or empty does not restrict. Texts are
 * compared literally, never as patterns.
 *
 * @param states any of these
 * @param task the exact task name
 * @param queue the exact queue
 * @param worker the exact node
 * @param groupId the exact group
 * @param text a part of the id, task name or error type, case ignored
 * @param from created at or after
 * @param to created before
 */
public record TaskFilter(Set<TaskState> states, @Nullable String task, @Nullable String queue, @Nullable String worker,
        @Nullable String groupId, @Nullable String text, @Nullable Instant from, @Nullable Instant to) {

    private static final TaskFilter ALL = new TaskFilter(Set.of(), null, null, null, null, null, null, null);

    public TaskFilter {
        states = Set.copyOf(states);
    }

    /** Every task. */
    public static TaskFilter all() {
        return ALL;
    }

    /** The same, in any of these states. */
    public TaskFilter in(TaskState... states) {
        return new TaskFilter(Set.of(states), this.task, this.queue, this.worker, this.groupId, this.text, this.from,
                this.to);
    }

    /** The same, of this task. */
    public TaskFilter task(@Nullable String task) {
        return new TaskFilter(this.states, task, this.queue, this.worker, this.groupId, this.text, this.from, this.to);
    }

    /** The same, sent to this queue. */
    public TaskFilter queue(@Nullable String queue) {
        return new TaskFilter(this.states, this.task, queue, this.worker, this.groupId, this.text, this.from, this.to);
    }

    /** The same, last spoken of by this worker. */
    public TaskFilter worker(@Nullable String worker) {
        return new TaskFilter(this.states, this.task, this.queue, worker, this.groupId, this.text, this.from, this.to);
    }

    /** The same, of this group. */
    public TaskFilter group(@Nullable String groupId) {
        return new TaskFilter(this.states, this.task, this.queue, this.worker, groupId, this.text, this.from, this.to);
    }

    /** The same, with this text in id, name or error type. */
    public TaskFilter containing(@Nullable String text) {
        return new TaskFilter(this.states, this.task, this.queue, this.worker, this.groupId, text, this.from, this.to);
    }

    /** The same, created from then (inclusive) to then (exclusive). */
    public TaskFilter created(@Nullable Instant from, @Nullable Instant to) {
        return new TaskFilter(this.states, this.task, this.queue, this.worker, this.groupId, this.text, from, to);
    }

}
