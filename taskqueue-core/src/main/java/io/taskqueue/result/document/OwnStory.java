package io.taskqueue.result.document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskRecord.Attempt;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.TaskStory;

/**
 * The member of a document that is ours.
 *
 * @param json the member
 * @param state the state in our words
 * @param run the run that spoke last
 * @param at when it spoke
 */
record OwnStory(JsonNode json, TaskState state, TaskRun run, Instant at) {

    /** The member, or {@code null} where there is none that belongs to this status. */
    static @Nullable OwnStory in(JsonNode json, TaskState status) {
        TaskState state = ResultDocument.state(Members.text(json.path("state")));
        TaskRun run = run(json.path("run"));
        Instant at = DocumentReader.moment(Members.text(json.path("at")));
        if (state == null || run == null || at == null || !state.celeryName().equals(status.name())) {
            return null;
        }
        return new OwnStory(json, state, run, at);
    }

    private static @Nullable TaskRun run(JsonNode run) {
        String token = Members.text(run.path(2));
        return (run.path(0).isInt() && run.path(1).isInt() && token != null)
                ? new TaskRun(run.path(0).intValue(), run.path(1).intValue(), token) : null;
    }

    /** Whether it tells the value, since {@code result} does not. */
    boolean hasValue() {
        return this.json.has("value");
    }

    @Nullable String text(String name) {
        return Members.text(this.json.path(name));
    }

    @Nullable Instant moment(String name) {
        return DocumentReader.moment(text(name));
    }

    @Nullable TaskError error(String name, @Nullable String trace) {
        return error(this.json.path(name), trace);
    }

    private static @Nullable TaskError error(JsonNode error, @Nullable String trace) {
        String type = Members.text(error.path("type"));
        return (type != null) ? new TaskError(type, Members.text(error.path("message")), trace) : null;
    }

    @Nullable Progress progress() {
        JsonNode progress = this.json.path("progress");
        return DocumentReader.progress(progress.path(0), progress.path(1), progress.path(2));
    }

    /** These details, with those that are told here. */
    TaskDetails details(TaskDetails celery) {
        JsonNode priority = this.json.path("priority");
        return celery.or(new TaskDetails(null, null, priority.isInt() ? priority.intValue() : null, text("args"),
                text("kwargs"), text("root_id"), null, null, text("periodic"), moment("expires"), text("home")));
    }

    /** The ended attempts; one may have ended in the same error as the task. */
    List<Attempt> attempts(@Nullable TaskError last) {
        List<Attempt> attempts = new ArrayList<>();
        for (JsonNode attempt : this.json.path("attempts")) {
            Attempt read = attempt(attempt, last);
            if (read != null && attempts.size() < TaskStory.MAX_ATTEMPTS) {
                attempts.add(read);
            }
        }
        return attempts;
    }

    private static @Nullable Attempt attempt(JsonNode json, @Nullable TaskError last) {
        TaskRun run = run(json.path("run"));
        TaskState state = ResultDocument.state(Members.text(json.path("state")));
        Instant ended = DocumentReader.moment(Members.text(json.path("ended")));
        if (run == null || state == null || ended == null) {
            return null;
        }
        JsonNode error = json.path("error");
        return new Attempt(run, state, Members.text(json.path("worker")),
                DocumentReader.moment(Members.text(json.path("started"))), ended,
                error.isBoolean() ? last : error(error, Members.text(error.path("trace"))));
    }

}
