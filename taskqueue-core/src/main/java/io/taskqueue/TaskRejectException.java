package io.taskqueue;

/**
 * Thrown by a task to refuse its message for good; made by {@link TaskContext#reject}.
 */
public final class TaskRejectException extends RuntimeException {

    public TaskRejectException(String reason) {
        super(reason, null, false, false);
    }

}
