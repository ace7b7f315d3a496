package io.taskqueue;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a task to ask for another attempt; made by
 * {@link TaskContext#retry(Throwable)}.
 */
public final class TaskRetryException extends RuntimeException {

    private final transient @Nullable Duration delay;

    public TaskRetryException(@Nullable Throwable cause, @Nullable Duration delay) {
        super("Asked for another attempt", cause, false, false);
        this.delay = delay;
    }

    /** How long to wait, or {@code null} for what the task declares. */
    public @Nullable Duration delay() {
        return this.delay;
    }

}
