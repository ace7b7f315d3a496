package io.taskqueue.beat;

import org.jspecify.annotations.Nullable;

/** Thrown when a store of schedules did not answer, or refused. */
public class ScheduleStoreException extends RuntimeException {

    public ScheduleStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
