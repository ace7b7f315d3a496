package io.taskqueue.jdbc;

import java.time.Instant;

import io.taskqueue.message.Due;
import io.taskqueue.message.TaskMessage;

/**
 * A message in the outbox: in a queue of its own and due at once, with headers that tell
 * where it is to go, and when.
 */
final class Boxed {

    /** Where all of them wait. */
    static final String QUEUE = "taskqueue:outbox";

    private static final String TO = "taskqueue-outbox-queue";

    private static final String DUE = "taskqueue-outbox-due";

    TaskMessage in(TaskMessage message) {
        Due due = message.due();
        Long moment = (due != null) ? due.instant(Instant.now()).toEpochMilli() : null;
        return moved(message.header(TO, message.queue()).header(DUE, moment), QUEUE).due(null);
    }

    /** The message as it was; what no outbox wrote goes to a queue that nobody reads. */
    TaskMessage out(TaskMessage boxed) {
        String queue = boxed.headers().text(TO);
        Due due = (boxed.headers().value(DUE) instanceof Number moment)
                ? Due.at(Instant.ofEpochMilli(moment.longValue())) : null;
        return moved(boxed.header(TO, null).header(DUE, null), (queue != null) ? queue : QUEUE).due(due);
    }

    private static TaskMessage moved(TaskMessage message, String queue) {
        return new TaskMessage(message.id(), message.task(), queue, message.payload(), message.headers(),
                message.priority(), message.due(), message.expires());
    }

}
