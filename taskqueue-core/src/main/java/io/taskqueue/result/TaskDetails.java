package io.taskqueue.result;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a call besides its state. Everything may be absent: a writer says what
 * it knows, and a store keeps what it was told first.
 *
 * @param task the task's name
 * @param queue the queue it was sent to
 * @param priority 0 to 9, high first
 * @param args the positional arguments, as a JSON array
 * @param kwargs the keyword arguments, as a JSON object
 * @param rootId the first task of the workflow
 * @param parentId the task that sent this one
 * @param groupId the group it belongs to
 * @param periodicTask the name of the schedule that sent it
 * @param expires the moment after which it does not start
 * @param home the process whose memory holds the message, where a broker outside would
 * survive it {@code null}
 * @param replyTo where the caller waits for the result, if results are sent; not kept by
 * stores
 */
public record TaskDetails(@Nullable String task, @Nullable String queue, @Nullable Integer priority,
        @Nullable String args, @Nullable String kwargs, @Nullable String rootId, @Nullable String parentId,
        @Nullable String groupId, @Nullable String periodicTask, @Nullable Instant expires, @Nullable String home,
        @Nullable String replyTo) {

    /** Nothing is known. */
    public static final TaskDetails NONE = new TaskDetails(null, null, null, null, null, null, null, null, null, null,
            null, null);

    /** Of a call whose result is kept. */
    public TaskDetails(@Nullable String task, @Nullable String queue, @Nullable Integer priority, @Nullable String args,
            @Nullable String kwargs, @Nullable String rootId, @Nullable String parentId, @Nullable String groupId,
            @Nullable String periodicTask, @Nullable Instant expires, @Nullable String home) {
        this(task, queue, priority, args, kwargs, rootId, parentId, groupId, periodicTask, expires, home, null);
    }

    /** These details, with what is absent here taken from the others. */
    public TaskDetails or(TaskDetails others) {
        return new TaskDetails(first(this.task, others.task), first(this.queue, others.queue),
                first(this.priority, others.priority), first(this.args, others.args), first(this.kwargs, others.kwargs),
                first(this.rootId, others.rootId), first(this.parentId, others.parentId),
                first(this.groupId, others.groupId), first(this.periodicTask, others.periodicTask),
                first(this.expires, others.expires), first(this.home, others.home),
                first(this.replyTo, others.replyTo));
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return (one != null) ? one : other;
    }

    /** Names the task and the queue, never the arguments. */
    @Override
    public String toString() {
        return "TaskDetails[task=" + this.task + ", queue=" + this.queue + "]";
    }

}
