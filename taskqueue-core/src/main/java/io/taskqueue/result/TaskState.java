package io.taskqueue.result;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where a task stands. A record around a name, because tasks may set states of their own.
 *
 * @param name the name as it is stored, in capitals for the states defined here
 */
public record TaskState(String name) {

    /** Sent, and waiting in its queue. */
    public static final TaskState QUEUED = new TaskState("QUEUED");

    /** Called, but the broker did not take it; it can be sent again. */
    public static final TaskState UNSENT = new TaskState("UNSENT");

    /** In the hands of a worker that has not begun it. */
    public static final TaskState RECEIVED = new TaskState("RECEIVED");

    /** Running. */
    public static final TaskState STARTED = new TaskState("STARTED");

    /** Running, and has told how far it is. */
    public static final TaskState PROGRESS = new TaskState("PROGRESS");

    /** An attempt failed, and the next one is waiting. */
    public static final TaskState RETRY = new TaskState("RETRY");

    /** Ended with a result. */
    public static final TaskState SUCCESS = new TaskState("SUCCESS");

    /** Ended with an error. */
    public static final TaskState FAILURE = new TaskState("FAILURE");

    /** Cancelled or expired before its end. */
    public static final TaskState REVOKED = new TaskState("REVOKED");

    /** Refused: in the dead letters, with the reason. */
    public static final TaskState REJECTED = new TaskState("REJECTED");

    /** Gone with the process whose memory held it; it can be sent again. */
    public static final TaskState LOST = new TaskState("LOST");

    private static final int CUSTOM_RANK = 5;

    private static final int FINAL_RANK = 9;

    private static final Set<String> FINAL = Set.of("SUCCESS", "FAILURE", "REVOKED", "REJECTED", "LOST");

    private static final Map<String, Integer> RANKS = Map.of("QUEUED", 1, "UNSENT", 2, "RECEIVED", 3, "STARTED", 4,
            "PROGRESS", CUSTOM_RANK, "RETRY", 6);

    private static final Map<String, String> CELERY = Map.of("QUEUED", "PENDING", "UNSENT", "PENDING", "REJECTED",
            "FAILURE", "LOST", "FAILURE");

    public TaskState {
        Objects.requireNonNull(name, "name");
        if (name.isBlank() || name.length() > 50) {
            throw new IllegalArgumentException("The name of a task state has 1 to 50 characters");
        }
    }

    /** The state of this name. */
    public static TaskState of(String name) {
        return new TaskState(name);
    }

    /** Whether nothing follows it. */
    public boolean terminal() {
        return FINAL.contains(this.name);
    }

    /**
     * How far along it is within one run; of two writes of the same run the higher one
     * stands.
     */
    public int rank() {
        return terminal() ? FINAL_RANK : RANKS.getOrDefault(this.name, CUSTOM_RANK);
    }

    /** Celery's word for it. */
    public String celeryName() {
        return CELERY.getOrDefault(this.name, this.name);
    }

    @Override
    public String toString() {
        return this.name;
    }

}
