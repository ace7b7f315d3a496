package io.taskqueue;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.TaskError;

/**
 * A task failed on its worker. The original exception's class, message and stack are here
 * as text; its class is never loaded, because whoever can write to the result store could
 * name any.
 */
public class RemoteTaskException extends RuntimeException {

    private final transient TaskError error;

    private final String taskId;

    public RemoteTaskException(String taskId, TaskError error) {
        super("Task " + taskId + " failed with " + error.type() + ": " + error.message());
        this.taskId = taskId;
        this.error = error;
    }

    /** The task that failed. */
    public String taskId() {
        return this.taskId;
    }

    /** The class name of the original exception. */
    public String type() {
        return this.error.type();
    }

    /** The message of the original exception. */
    public @Nullable String originalMessage() {
        return this.error.message();
    }

    /**
     * The stack of the original exception as text, or {@code null} where none was kept.
     */
    public @Nullable String remoteTrace() {
        return this.error.trace();
    }

}
