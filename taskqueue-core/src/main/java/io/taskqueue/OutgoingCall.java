package io.taskqueue;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.TaskDetails;

/**
 * A call on its way out.
 *
 * @param message what is sent
 * @param args the positional arguments as JSON text
 * @param kwargs the keyword arguments as JSON text
 * @param chosenId whether the caller chose the id
 * @param dispatch what the caller is told of the sending
 */
record OutgoingCall(TaskMessage message, String args, String kwargs, boolean chosenId, Dispatch dispatch) {

    TaskDetails details(@Nullable String home) {
        TaskHeaders headers = this.message.headers();
        return new TaskDetails(this.message.task(), this.message.queue(), this.message.priority(), this.args,
                this.kwargs, headers.rootId(), headers.parentId(), headers.group(),
                headers.text(TaskHeaders.PERIODIC_TASK), this.message.expires(), home);
    }

}
