package io.taskqueue;

import io.taskqueue.message.TaskMessage;

/**
 * Changes what is about to be sent. Beans of this type are asked in order, in the
 * caller's thread and before a call waits for its commit, so what belongs to the caller
 * (a tenant, a locale, a trace) is at hand.
 */
@FunctionalInterface
public interface TaskMessageCustomizer {

    /** The message to send instead; the same one for no change. */
    TaskMessage customize(TaskMessage message);

}
