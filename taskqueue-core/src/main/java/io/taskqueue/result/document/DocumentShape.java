package io.taskqueue.result.document;

import io.taskqueue.result.TaskState;

/** What a state's document holds under {@code result}. */
enum DocumentShape {

    /** What the task returned, or said with a state of its own. */
    VALUE,

    /** Who runs it. */
    RUNNER,

    /** How far it is. */
    PROGRESS,

    /** Why it failed. */
    EXCEPTION,

    /** Nothing. */
    NONE;

    static DocumentShape of(TaskState state) {
        return switch (state.name()) {
            case "FAILURE", "RETRY", "REVOKED", "REJECTED", "LOST" -> EXCEPTION;
            case "STARTED" -> RUNNER;
            case "PROGRESS" -> PROGRESS;
            case "QUEUED", "UNSENT", "RECEIVED", "PENDING" -> NONE;
            default -> VALUE;
        };
    }

}
