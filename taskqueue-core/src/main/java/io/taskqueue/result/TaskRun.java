package io.taskqueue.result;

/**
 * Which run of a task a statement comes from. Of two runs the higher (attempt,
 * deliveries) is the newer; the token tells two owners of the same pair apart.
 *
 * @param attempt counted from one; a retry is the next attempt; zero before the first
 * @param deliveries how often the broker handed this attempt out, counted from one; zero
 * before the first
 * @param token the owner's name for this run; empty before the first
 */
public record TaskRun(int attempt, int deliveries, String token) implements Comparable<TaskRun> {

    /** Before any worker had it. */
    public static final TaskRun NONE = new TaskRun(0, 0, "");

    @Override
    public int compareTo(TaskRun other) {
        int byAttempt = Integer.compare(this.attempt, other.attempt);
        return (byAttempt != 0) ? byAttempt : Integer.compare(this.deliveries, other.deliveries);
    }

    /** Whether the other run came after this one. */
    public boolean olderThan(TaskRun other) {
        return compareTo(other) < 0;
    }

}
