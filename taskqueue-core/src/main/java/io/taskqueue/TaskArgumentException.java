package io.taskqueue;

import org.jspecify.annotations.Nullable;

/**
 * Arguments do not fit their task; the message names task, parameter and JSON path, and
 * never a value.
 */
public class TaskArgumentException extends RuntimeException {

    public TaskArgumentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
