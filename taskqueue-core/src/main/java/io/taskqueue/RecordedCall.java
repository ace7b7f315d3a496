package io.taskqueue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.taskqueue.canvas.CallOptions;
import io.taskqueue.canvas.Signature;
import io.taskqueue.message.TaskValues;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskRecord;

/**
 * The call a record tells of, as a signature that can be sent once more. Its arguments
 * are the JSON that was sent.
 */
final class RecordedCall {

    private RecordedCall() {
    }

    static Signature<@Nullable Object> of(TaskRecord record, TaskValues values) {
        TaskDetails call = record.last().details();
        String task = call.task();
        String args = call.args();
        if (task == null || args == null) {
            throw new IllegalArgumentException("Task " + record.id() + " cannot be sent again: its "
                    + ((task == null) ? "name" : "arguments") + " were not stored. Who called it has to call it again");
        }
        List<JsonNode> positional = new ArrayList<>();
        read(args, values).forEach(positional::add);
        Signature<@Nullable Object> signature = Signature.of(task, positional.toArray());
        if (call.kwargs() != null) {
            for (var named : read(call.kwargs(), values).properties()) {
                signature = signature.kwarg(named.getKey(), named.getValue());
            }
        }
        return signature.with(CallOptions.NONE.queue(call.queue()).priority(call.priority()));
    }

    private static JsonNode read(String json, TaskValues values) {
        return Objects.requireNonNull(values.<JsonNode>read(json, JsonNode.class));
    }

}
