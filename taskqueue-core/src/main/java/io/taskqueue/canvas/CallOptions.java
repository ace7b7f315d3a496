package io.taskqueue.canvas;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.Due;

/**
 * How one call differs from what its task declares; what is {@code null} does not.
 *
 * @param id an id of the caller's choosing
 * @param queue another queue
 * @param priority 0 to 9, high first
 * @param due when it may start
 * @param expires when it may no longer start
 * @param timeLimit the hard limit of one attempt
 * @param softTimeLimit the soft limit of one attempt
 * @param ignoreResult whether no result is stored
 * @param immediate whether it is sent at once, even inside a transaction
 * @param headers headers of the caller's own, JSON values by name
 */
public record CallOptions(@Nullable String id, @Nullable String queue, @Nullable Integer priority, @Nullable Due due,
        @Nullable Due expires, @Nullable Duration timeLimit, @Nullable Duration softTimeLimit,
        @Nullable Boolean ignoreResult, boolean immediate, Map<String, @Nullable Object> headers) {

    /** No difference at all. */
    public static final CallOptions NONE = new CallOptions(null, null, null, null, null, null, null, null, false,
            Map.of());

    public CallOptions {
        headers = headers.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        if (priority != null && (priority < 0 || priority > 9)) {
            throw new IllegalArgumentException("A priority is 0 to 9, high first, not " + priority);
        }
    }

    /** The same with this id. */
    public CallOptions id(@Nullable String id) {
        return new CallOptions(id, this.queue, this.priority, this.due, this.expires, this.timeLimit,
                this.softTimeLimit, this.ignoreResult, this.immediate, this.headers);
    }

    /** The same to this queue. */
    public CallOptions queue(@Nullable String queue) {
        return new CallOptions(this.id, queue, this.priority, this.due, this.expires, this.timeLimit,
                this.softTimeLimit, this.ignoreResult, this.immediate, this.headers);
    }

    /** The same with this priority. */
    public CallOptions priority(@Nullable Integer priority) {
        return new CallOptions(this.id, this.queue, priority, this.due, this.expires, this.timeLimit,
                this.softTimeLimit, this.ignoreResult, this.immediate, this.headers);
    }

    /** The same, due then. */
    public CallOptions due(@Nullable Due due) {
        return new CallOptions(this.id, this.queue, this.priority, due, this.expires, this.timeLimit,
                this.softTimeLimit, this.ignoreResult, this.immediate, this.headers);
    }

    /** The same, not started any more then. */
    public CallOptions expires(@Nullable Due expires) {
        return new CallOptions(this.id, this.queue, this.priority, this.due, expires, this.timeLimit,
                this.softTimeLimit, this.ignoreResult, this.immediate, this.headers);
    }

    /**
     * The same with these time limits for one attempt; {@code null} leaves the task's
     * own.
     */
    public CallOptions timeLimits(@Nullable Duration hard, @Nullable Duration soft) {
        return new CallOptions(this.id, this.queue, this.priority, this.due, this.expires, hard, soft,
                this.ignoreResult, this.immediate, this.headers);
    }

    /** The same, with or without a stored result. */
    public CallOptions ignoreResult(@Nullable Boolean ignoreResult) {
        return new CallOptions(this.id, this.queue, this.priority, this.due, this.expires, this.timeLimit,
                this.softTimeLimit, ignoreResult, this.immediate, this.headers);
    }

    /** The same, sent at once even inside a transaction. */
    public CallOptions immediate(boolean immediate) {
        return new CallOptions(this.id, this.queue, this.priority, this.due, this.expires, this.timeLimit,
                this.softTimeLimit, this.ignoreResult, immediate, this.headers);
    }

    /** The same with one more header. */
    public CallOptions header(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(this.headers);
        more.put(name, value);
        return new CallOptions(this.id, this.queue, this.priority, this.due, this.expires, this.timeLimit,
                this.softTimeLimit, this.ignoreResult, this.immediate, more);
    }

}
