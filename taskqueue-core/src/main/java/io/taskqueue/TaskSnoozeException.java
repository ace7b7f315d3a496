package io.taskqueue;

import java.time.Duration;

/** Thrown by a task to run again later, uncounted; made by {@link TaskContext#snooze}. */
public final class TaskSnoozeException extends RuntimeException {

    private final transient Duration delay;

    public TaskSnoozeException(Duration delay) {
        super("Asked to run again in " + delay, null, false, false);
        this.delay = delay;
    }

    /** How long to wait. */
    public Duration delay() {
        return this.delay;
    }

}
