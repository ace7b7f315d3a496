package io.taskqueue.beat;

/** A schedule is declared that cannot be. It stops the start of the application. */
public class InvalidScheduleException extends RuntimeException {

    private final String problem;

    private final String cure;

    public InvalidScheduleException(String problem, String cure) {
        super(problem + ". " + cure);
        this.problem = problem;
        this.cure = cure;
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
