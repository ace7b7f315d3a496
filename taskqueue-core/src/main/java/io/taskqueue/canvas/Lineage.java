package io.taskqueue.canvas;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskId;
import io.taskqueue.message.TaskMessage;

/**
 * Who sends a call, and what it inherits from there.
 *
 * @param parentId the task it is sent from, if any
 * @param rootId the first task of the workflow, or {@code null} where it begins with this
 * call
 * @param lang in which language the workflow was called
 * @param origin who sends, for people
 * @param now when
 * @param role what the call is to its parent, where a worker sends it because of that
 * one's end and may do so twice; {@code null} where a caller does, once
 * @param headers headers that pass on from the parent
 */
public record Lineage(@Nullable String parentId, @Nullable String rootId, String lang, String origin, Instant now,
        @Nullable String role, Map<String, @Nullable Object> headers) {

    /** What makes the spans of one workflow one trace. */
    private static final List<String> PASSED_ON = List.of("traceparent", "tracestate");

    /** Of somebody who calls. */
    public static Lineage ofCaller(@Nullable String parentId, @Nullable String rootId, String origin, Instant now) {
        return new Lineage(parentId, rootId, "java", origin, now, null, Map.of());
    }

    /** Of a task that has ended. */
    public static Lineage ofEnd(TaskMessage parent, String origin, Instant now) {
        TaskHeaders headers = parent.headers();
        Map<String, @Nullable Object> passedOn = new LinkedHashMap<>();
        for (String name : PASSED_ON) {
            if (headers.text(name) != null) {
                passedOn.put(name, headers.text(name));
            }
        }
        if (headers.replyTo() != null) {
            passedOn.put(TaskHeaders.REPLY_TO, headers.replyTo());
        }
        String lang = headers.text(TaskHeaders.LANG);
        return new Lineage(parent.id(), (headers.rootId() != null) ? headers.rootId() : parent.id(),
                (lang != null) ? lang : "py", origin, now, "", passedOn);
    }

    /** Of a worker that repairs what another one left undone. */
    public static Lineage ofNobody(String origin, Instant now) {
        return new Lineage(null, null, "java", origin, now, "", Map.of());
    }

    /** The same, for what is this to the one before. */
    public Lineage of(String role) {
        return new Lineage(this.parentId, this.rootId, this.lang, this.origin, this.now,
                (this.role != null) ? this.role + "/" + role : null, this.headers);
    }

    /** The same, in a workflow that begins with this where there is none yet. */
    public Lineage begun(String rootId) {
        return (this.rootId != null) ? this
                : new Lineage(this.parentId, rootId, this.lang, this.origin, this.now, this.role, this.headers);
    }

    /** The same, sent in the name of another parent. */
    Lineage parent(@Nullable String parentId) {
        return new Lineage(parentId, this.rootId, this.lang, this.origin, this.now, this.role, this.headers);
    }

    /** Whether the same call may be sent twice. */
    boolean repeatable() {
        return this.role != null;
    }

    /** An id for a call that has none: the same each time it is sent. */
    String derived() {
        return (this.role != null && this.parentId != null) ? TaskId.derived(this.parentId, "canvas", this.role)
                : TaskId.random();
    }

}
