package io.taskqueue.message;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A task call on its way: what to run, with what, where, and no sooner than when. Payload
 * and headers stay as they arrived, byte for byte, so that a signature over them can
 * still be checked.
 *
 * @param id the task's id, the same for all its attempts; see {@link TaskId}
 * @param task the name under which the task was declared
 * @param queue the queue it waits in
 * @param payload the encoded arguments
 * @param headers everything else the sender said, including headers this version does not
 * know
 * @param priority 0 to 9, high first; {@code null} means 0
 * @param due the moment before which it must not start; {@code null} means at once
 * @param expires the moment after which it must not start; {@code null} means never
 */
public record TaskMessage(String id, String task, String queue, Payload payload, TaskHeaders headers,
        @Nullable Integer priority, @Nullable Due due, @Nullable Instant expires) {

    public TaskMessage {
        TaskId.require(id);
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(headers, "headers");
    }

    /** The same call, no sooner than at this moment by the producer's clock. */
    public TaskMessage at(Instant moment) {
        return due(Due.at(moment));
    }

    /** The same call, no sooner than this long after the broker accepts it. */
    public TaskMessage after(Duration delay) {
        return due(Due.after(delay));
    }

    /** The same call, due then; {@code null} makes it due at once. */
    public TaskMessage due(@Nullable Due due) {
        return new TaskMessage(this.id, this.task, this.queue, this.payload, this.headers, this.priority, due,
                this.expires);
    }

    /** The same call with other headers. */
    public TaskMessage with(TaskHeaders headers) {
        return new TaskMessage(this.id, this.task, this.queue, this.payload, headers, this.priority, this.due,
                this.expires);
    }

    /** The same call with one header set, or removed where the value is {@code null}. */
    public TaskMessage header(String name, @Nullable Object value) {
        return with(this.headers.with(name, value));
    }

    /**
     * The next attempt of the same call: same id, one retry more, due after the delay.
     */
    public TaskMessage retry(Duration delay) {
        return header(TaskHeaders.RETRIES, this.headers.retries() + 1).header(TaskHeaders.DELIVERIES, null)
            .after(delay);
    }

    /** The same attempt once more, later: one run more that does not count. */
    public TaskMessage snooze(Duration delay) {
        return retry(delay).header(TaskHeaders.SNOOZES, this.headers.snoozes() + 1);
    }

    /**
     * Which run of the call this is, counted from one; every retry and every snooze is a
     * new one.
     */
    public int attempt() {
        return this.headers.retries() + 1;
    }

    /** Whether its time to start has passed. */
    public boolean expired(Instant now) {
        return this.expires != null && this.expires.isBefore(now);
    }

    /** Priority with the default filled in, from 0 to 9. */
    public int priorityOrDefault() {
        return (this.priority != null) ? Math.min(9, Math.max(0, this.priority)) : 0;
    }

}
