package io.taskqueue.execution;

/**
 * A method is annotated as a task and cannot be one. It stops the start of the
 * application.
 */
public class InvalidTaskException extends RuntimeException {

    private final String source;

    private final String problem;

    private final String cure;

    public InvalidTaskException(String source, String problem, String cure) {
        super(source + " cannot be a task: " + problem + ". " + cure);
        this.source = source;
        this.problem = problem;
        this.cure = cure;
    }

    /** Class and method. */
    public String source() {
        return this.source;
    }

    /** What is wrong. */
    public String problem() {
        return this.problem;
    }

    /** What to write instead. */
    public String cure() {
        return this.cure;
    }

}
