package io.taskqueue;

import org.jspecify.annotations.Nullable;

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
        return Signature.ofJson(task, args, (call.kwargs() != null) ? call.kwargs() : "{}", values)
            .with(CallOptions.NONE.queue(call.queue()).priority(call.priority()));
    }

}
