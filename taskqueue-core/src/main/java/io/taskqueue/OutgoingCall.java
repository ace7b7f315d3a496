package io.taskqueue;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

/**
 * A call on its way out.
 *
 * @param message what is sent
 * @param args the positional arguments as JSON text
 * @param kwargs the keyword arguments as JSON text
 * @param chosenId whether the caller chose the id
 * @param dispatch what the caller is told of the sending
 * @param later calls inside the message, which are sent after it
 */
record OutgoingCall(TaskMessage message, String args, String kwargs, boolean chosenId, Dispatch dispatch,
        List<WireSignature> later) {

    /** The calls inside the message that others may ask for by their ids. */
    Stream<TaskResult> later(TaskState state, Instant now, @Nullable String home) {
        TaskHeaders headers = this.message.headers();
        return this.later.stream()
            .filter((step) -> step.id() != null && !step.ignoresResult())
            .map((step) -> TaskResult.of(String.valueOf(step.id()), state, TaskRun.NONE, now,
                    new TaskDetails(step.task(), step.queue(), step.priority(), null, null, headers.rootId(), null,
                            step.id(WireSignature.GROUP_ID), null, null, home, step.replyTo())));
    }

    TaskDetails details(@Nullable String home) {
        TaskHeaders headers = this.message.headers();
        return new TaskDetails(this.message.task(), this.message.queue(), this.message.priority(), this.args,
                this.kwargs, headers.rootId(), headers.parentId(), headers.group(),
                headers.text(TaskHeaders.PERIODIC_TASK), this.message.expires(), home, headers.replyTo());
    }

}
