package io.taskqueue.result.document;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

/** Writes a {@link ResultDocument}. */
final class DocumentWriter {

    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    /** Celery 5.2 takes the fraction's digits for a count of microseconds. */
    private static final DateTimeFormatter DONE = DateTimeFormatter
        .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT)
        .withZone(ZoneOffset.UTC);

    private final JsonGenerator json;

    private final TaskRecord record;

    private final TaskResult last;

    private final boolean stacks;

    private DocumentWriter(JsonGenerator json, TaskRecord record, boolean stacks) {
        this.json = json;
        this.record = record;
        this.last = record.last();
        this.stacks = stacks;
    }

    /** The document; with or without the stacks of earlier attempts. */
    static byte[] write(ResultDocument document, boolean stacks) {
        // By way of characters: half a pair of them, as where a text was clipped, is no
        // reason to lose a result.
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            new DocumentWriter(json, document.record(), stacks).write(document.children());
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(String children) {
        this.json.writeStartObject();
        this.json.writeStringProperty("status", this.last.state().celeryName());
        this.json.writeName("result");
        writeResult();
        TaskError error = this.last.error();
        this.json.writeStringProperty("traceback", (error != null) ? error.trace() : null);
        this.json.writeName("children");
        this.json.writeRawValue(children);
        Instant done = this.last.state().terminal() ? this.last.at() : null;
        this.json.writeStringProperty("date_done", (done != null) ? DONE.format(done) : null);
        this.json.writeStringProperty("task_id", this.last.id());
        writeExtended(this.last.details());
        this.json.writeName(ResultDocument.OURS);
        new OwnStoryWriter(this.json, this.record, this.stacks).write();
        this.json.writeEndObject();
    }

    private void writeResult() {
        switch (DocumentShape.of(this.last.state())) {
            case VALUE -> this.json.writeRawValue((this.last.value() != null) ? this.last.value() : "null");
            case EXCEPTION -> CeleryError.write(this.json, error());
            case RUNNER -> writeRunner();
            case PROGRESS -> writeProgress();
            case NONE -> this.json.writeNull();
        }
    }

    /** Python cannot read these states without an exception. */
    private TaskError error() {
        TaskError error = this.last.error();
        if (error != null) {
            return error;
        }
        return this.last.state().equals(TaskState.REVOKED) ? TaskError.of("TaskRevoked", "revoked")
                : TaskError.of("Exception", this.last.state().name());
    }

    private void writeRunner() {
        this.json.writeStartObject();
        this.json.writeNumberProperty("pid", ProcessHandle.current().pid());
        this.json.writeStringProperty("hostname", this.last.worker());
        this.json.writeEndObject();
    }

    private void writeProgress() {
        Progress progress = this.last.progress();
        if (progress == null) {
            this.json.writeNull();
            return;
        }
        this.json.writeStartObject();
        this.json.writeNumberProperty("current", progress.done());
        this.json.writeNumberProperty("total", progress.total());
        text("note", progress.note());
        this.json.writeEndObject();
    }

    private void writeExtended(TaskDetails details) {
        text("group_id", details.groupId());
        text("parent_id", details.parentId());
        text("name", details.task());
        text("worker", this.last.worker());
        this.json.writeNumberProperty("retries", Math.max(0, this.last.run().attempt() - 1));
        text("queue", details.queue());
    }

    private void text(String name, @Nullable String text) {
        if (text != null) {
            this.json.writeStringProperty(name, text);
        }
    }

}
