package io.taskqueue;

import io.taskqueue.result.TaskState;

/**
 * A task ended without a result and without failing: it was revoked, expired, rejected,
 * lost or never sent.
 */
public class TaskNotRunException extends RuntimeException {

    private final transient TaskState state;

    public TaskNotRunException(String taskId, TaskState state, String reason) {
        super("Task " + taskId + " is " + state + ": " + reason);
        this.state = state;
    }

    /** How it ended. */
    public TaskState state() {
        return this.state;
    }

}
