package io.taskqueue.message;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The headers of a task message: JSON values by name, with typed accessors for those of
 * Celery's task message protocol version 2 and our own. Unknown ones are kept and travel
 * on with every retry. Accessors never throw: a value of the wrong type or out of range
 * reads as absent, because a header comes from whoever can write to the broker.
 */
public final class TaskHeaders {

    public static final String LANG = "lang";

    public static final String SHADOW = "shadow";

    public static final String GROUP = "group";

    public static final String GROUP_INDEX = "group_index";

    public static final String RETRIES = "retries";

    public static final String TIME_LIMIT = "timelimit";

    public static final String ROOT_ID = "root_id";

    public static final String PARENT_ID = "parent_id";

    public static final String ARGS_REPR = "argsrepr";

    public static final String KWARGS_REPR = "kwargsrepr";

    public static final String ORIGIN = "origin";

    public static final String IGNORE_RESULT = "ignore_result";

    public static final String PERIODIC_TASK = "periodic_task_name";

    /**
     * Deliveries so far, where the broker keeps no count and on copies that replace a
     * delivery. Ours.
     */
    public static final String DELIVERIES = "taskqueue-deliveries";

    /**
     * Since when a message of an unknown task has been set aside, in milliseconds of the
     * epoch. Ours.
     */
    public static final String PARKED_SINCE = "taskqueue-parked-since";

    /** When the first attempt was sent, in milliseconds of the epoch. Ours. */
    public static final String SENT_AT = "taskqueue-sent-at";

    /**
     * How many of the retries were made because the task asked to run later, and count as
     * no attempt. Ours.
     */
    public static final String SNOOZES = "taskqueue-snoozes";

    /**
     * What tells this message of a chord's body from others that were sent because nobody
     * knew whether it was. Ours.
     */
    public static final String COPY = "taskqueue-copy";

    /**
     * That the broker keeps the message until its time by a clock of its own, so that who
     * finds it in a queue need not look at its {@code eta}, which was read off the
     * sender's. Ours.
     */
    public static final String WAITED = "taskqueue-waited";

    /**
     * That the message may be sent twice, because it follows from a task's end, and is
     * not to run where the task has ended already. Ours.
     */
    public static final String ONCE = "taskqueue-once";

    /**
     * Where the sender waits for results, if these are sent and not kept. A property of
     * the message on RabbitMQ.
     */
    public static final String REPLY_TO = "reply_to";

    /** More retries than this are read as this. */
    public static final int MAX_RETRIES = 1_000_000;

    private static final TaskHeaders NONE = new TaskHeaders(Map.of());

    private static final Pattern REPLIES = Pattern
        .compile("(taskqueue\\.([A-Za-z0-9._-]{1,100}\\.)?replies\\.)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Duration LONGEST = Duration.ofDays(366);

    private final Map<String, @Nullable Object> values;

    private TaskHeaders(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** No header at all. */
    public static TaskHeaders none() {
        return NONE;
    }

    /** These headers, copied. */
    public static TaskHeaders of(Map<String, ? extends @Nullable Object> values) {
        return new TaskHeaders(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** These headers, which nobody else can change. */
    static TaskHeaders sharing(Map<String, @Nullable Object> values) {
        return new TaskHeaders(values);
    }

    /** The same headers with one set, or removed where the value is {@code null}. */
    public TaskHeaders with(String name, @Nullable Object value) {
        if (value == null && !this.values.containsKey(name)) {
            return this;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(this.values);
        if (value == null) {
            copy.remove(name);
        }
        else {
            copy.put(name, value);
        }
        return new TaskHeaders(Collections.unmodifiableMap(copy));
    }

    /** All of them, in the order they came; a value may be {@code null}. */
    public Map<String, @Nullable Object> asMap() {
        return this.values;
    }

    /** The names that are present. */
    public Set<String> names() {
        return this.values.keySet();
    }

    /** A header as it came, or {@code null}. */
    public @Nullable Object value(String name) {
        return this.values.get(name);
    }

    /** A header as text, or {@code null} where it is absent or no text. */
    public @Nullable String text(String name) {
        return (this.values.get(name) instanceof String text) ? text : null;
    }

    /**
     * A header as an id, or {@code null} where it is absent or not a valid
     * {@link TaskId}.
     */
    public @Nullable String id(String name) {
        String text = text(name);
        return (text != null && TaskId.valid(text)) ? text : null;
    }

    /** How many retries were made so far, clamped to 0 and {@value #MAX_RETRIES}. */
    public int retries() {
        return (int) number(RETRIES, 0, MAX_RETRIES);
    }

    /** How many of the {@link #retries()} count as no attempt. */
    public int snoozes() {
        return Math.min(retries(), (int) number(SNOOZES, 0, MAX_RETRIES));
    }

    /** How many deliveries earlier copies of this message had. */
    public int deliveries() {
        return (int) number(DELIVERIES, 0, MAX_RETRIES);
    }

    /** The first task of the workflow, or {@code null}. */
    public @Nullable String rootId() {
        return id(ROOT_ID);
    }

    /** The task that sent this one, or {@code null}. */
    public @Nullable String parentId() {
        return id(PARENT_ID);
    }

    /**
     * Where the sender waits for results, or {@code null} where that is absent or not
     * named as such places are: by a UUID, so that no queue of tasks can be meant.
     */
    public @Nullable String replyTo() {
        return replyTo(text(REPLY_TO));
    }

    /** The same, read from elsewhere. */
    static @Nullable String replyTo(@Nullable String name) {
        return (name != null && REPLIES.matcher(name).matches()) ? name : null;
    }

    /** The group it belongs to, or {@code null}. */
    public @Nullable String group() {
        return id(GROUP);
    }

    /** Its place in the group, or {@code null}. */
    public @Nullable Integer groupIndex() {
        return (this.values.get(GROUP_INDEX) instanceof Number) ? (int) number(GROUP_INDEX, 0, Integer.MAX_VALUE)
                : null;
    }

    /** Whether the sender wants no result stored. */
    public boolean ignoreResult() {
        return Boolean.TRUE.equals(this.values.get(IGNORE_RESULT));
    }

    /** Whether it is not to run where its task has ended already. */
    public boolean once() {
        return Boolean.TRUE.equals(this.values.get(ONCE));
    }

    /** The hard time limit the sender asked for, or {@code null}. */
    public @Nullable Duration timeLimit() {
        return limit(0);
    }

    /** The soft time limit the sender asked for, or {@code null}. */
    public @Nullable Duration softTimeLimit() {
        return limit(1);
    }

    /**
     * When the first attempt was sent, in milliseconds of the epoch; zero where unknown.
     */
    public long sentAt() {
        return number(SENT_AT, 0, Long.MAX_VALUE);
    }

    /**
     * Since when it has been parked, in milliseconds of the epoch; zero where it is not.
     */
    public long parkedSince() {
        return number(PARKED_SINCE, 0, Long.MAX_VALUE);
    }

    private long number(String name, long least, long most) {
        return (this.values.get(name) instanceof Number number) ? Math.min(most, Math.max(least, number.longValue()))
                : least;
    }

    private @Nullable Duration limit(int index) {
        if (this.values.get(TIME_LIMIT) instanceof List<?> limits && limits.size() == 2
                && limits.get(index) instanceof Number seconds && seconds.doubleValue() > 0) {
            double bounded = Math.min(LONGEST.toSeconds(), seconds.doubleValue());
            return Duration.ofMillis(Math.max(1, Math.round(bounded * 1000)));
        }
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TaskHeaders that && this.values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return this.values.hashCode();
    }

    /** The names only: values come from outside and may be secrets. */
    @Override
    public String toString() {
        return "TaskHeaders" + this.values.keySet();
    }

}
