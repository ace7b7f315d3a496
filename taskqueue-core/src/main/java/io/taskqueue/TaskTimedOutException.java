package io.taskqueue;

import java.time.Duration;

/**
 * An attempt took longer than its time limit; stored as the task's error, and what
 * {@code retryFor} may name.
 */
public class TaskTimedOutException extends RuntimeException {

    private final boolean soft;

    public TaskTimedOutException(String task, Duration limit, boolean soft) {
        super("Task " + task + " took longer than its " + (soft ? "soft " : "") + "time limit of " + limit);
        this.soft = soft;
    }

    /** Whether it was the soft limit, at which the thread is interrupted. */
    public boolean soft() {
        return this.soft;
    }

}
