package io.taskqueue.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * The application is configured in a way that cannot work. It stops the start, and says
 * what to change.
 */
public class TaskQueueStartException extends RuntimeException {

    private final String problem;

    private final String cure;

    public TaskQueueStartException(String problem, String cure) {
        this(problem, cure, null);
    }

    public TaskQueueStartException(String problem, String cure, @Nullable Throwable cause) {
        super(problem + " " + cure, cause);
        this.problem = problem;
        this.cure = cure;
    }

    /** What is wrong. */
    public String problem() {
        return this.problem;
    }

    /** The lines that mend it. */
    public String cure() {
        return this.cure;
    }

}
