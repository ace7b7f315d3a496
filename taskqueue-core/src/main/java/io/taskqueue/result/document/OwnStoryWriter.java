package io.taskqueue.result.document;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;

/** Writes the member of a document that is ours; {@link OwnStory} reads it. */
final class OwnStoryWriter {

    private final JsonGenerator json;

    private final TaskRecord record;

    private final TaskResult last;

    private final boolean stacks;

    OwnStoryWriter(JsonGenerator json, TaskRecord record, boolean stacks) {
        this.json = json;
        this.record = record;
        this.last = record.last();
        this.stacks = stacks;
    }

    void write() {
        this.json.writeStartObject();
        this.json.writeStringProperty("state", this.last.state().name());
        run(this.last.run());
        moment("at", this.last.at());
        moment("created", this.record.created());
        moment("received", this.record.received());
        moment("started", this.record.started());
        moment("done", this.record.done());
        moment("due", this.last.due());
        if ((DocumentShape.of(this.last.state()) == DocumentShape.VALUE) == (this.last.value() == null)) {
            this.json.writeStringProperty("value", this.last.value());
        }
        error(this.last.error(), false);
        progress(this.last.progress());
        writeDetails(this.last.details());
        writeAttempts();
        this.json.writeEndObject();
    }

    private void writeDetails(TaskDetails details) {
        if (details.priority() != null) {
            this.json.writeNumberProperty("priority", details.priority());
        }
        text("args", details.args());
        text("kwargs", details.kwargs());
        text("root_id", details.rootId());
        text("periodic", details.periodicTask());
        moment("expires", details.expires());
        text("home", details.home());
    }

    private void writeAttempts() {
        if (!this.record.attempts().isEmpty()) {
            this.json.writeArrayPropertyStart("attempts");
            this.record.attempts().forEach(this::write);
            this.json.writeEndArray();
        }
    }

    private void write(TaskRecord.Attempt attempt) {
        this.json.writeStartObject();
        run(attempt.run());
        this.json.writeStringProperty("state", attempt.state().name());
        text("worker", attempt.worker());
        moment("started", attempt.started());
        moment("ended", attempt.ended());
        if (attempt.error() != null && attempt.error().equals(this.last.error())) {
            this.json.writeBooleanProperty("error", true);
        }
        else {
            error(attempt.error(), this.stacks);
        }
        this.json.writeEndObject();
    }

    private void run(TaskRun run) {
        this.json.writeArrayPropertyStart("run");
        this.json.writeNumber(run.attempt());
        this.json.writeNumber(run.deliveries());
        this.json.writeString(run.token());
        this.json.writeEndArray();
    }

    private void progress(@Nullable Progress progress) {
        if (progress != null) {
            this.json.writeArrayPropertyStart("progress");
            this.json.writeNumber(progress.done());
            this.json.writeNumber(progress.total());
            this.json.writeString(progress.note());
            this.json.writeEndArray();
        }
    }

    private void error(@Nullable TaskError error, boolean stack) {
        if (error != null) {
            this.json.writeObjectPropertyStart("error");
            this.json.writeStringProperty("type", error.type());
            text("message", error.message());
            text("trace", stack ? error.trace() : null);
            this.json.writeEndObject();
        }
    }

    private void moment(String name, @Nullable Instant moment) {
        text(name, (moment != null) ? moment.toString() : null);
    }

    private void text(String name, @Nullable String text) {
        if (text != null) {
            this.json.writeStringProperty(name, text);
        }
    }

}
