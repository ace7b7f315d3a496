package io.taskqueue.redis;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.document.CeleryError;
import io.taskqueue.result.document.Members;
import io.taskqueue.result.document.ResultDocument;

/**
 * The end of a chord's member as Celery keeps it: {@code [1, id, status, result]}, with
 * the exception in place of the result where there is one.
 */
final class ChordEnd {

    private static final JsonFactory FACTORY = JsonFactory.builder()
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .build();

    private static final JsonMapper JSON = JsonMapper.builder(FACTORY).build();

    private ChordEnd() {
    }

    static byte[] write(TaskResult end) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartArray();
            json.writeNumber(1);
            json.writeString(end.id());
            json.writeString(end.state().celeryName());
            if (end.state().equals(TaskState.SUCCESS)) {
                json.writeRawValue((end.value() != null) ? end.value() : "null");
            }
            else {
                TaskError error = end.error();
                CeleryError.write(json, (error != null) ? error : TaskError.of("Exception", end.state().name()));
            }
            json.writeEndArray();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static TaskResult read(byte[] entry) {
        try {
            JsonNode end = JSON.readTree(entry);
            String id = Members.text(end.path(1));
            TaskState state = ResultDocument.state(Members.text(end.path(2)));
            if (id == null || state == null) {
                throw new ResultStoreException("An end of a chord's member cannot be read", null);
            }
            TaskResult read = TaskResult.of(id, state, TaskRun.NONE, Instant.EPOCH, TaskDetails.NONE);
            return state.equals(TaskState.SUCCESS) ? read.value(end.path(3).toString())
                    : read.error(CeleryError.read(end.path(3), null));
        }
        catch (JacksonException unreadable) {
            throw new ResultStoreException("An end of a chord's member cannot be read", unreadable);
        }
    }

}
