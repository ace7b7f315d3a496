package io.taskqueue.proof;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One run of one task's body.
 *
 * @param task the task's number
 * @param process the process that ran it
 * @param begun when it began
 * @param ended when it had come to its end, or {@code null} if it never did
 */
record Run(int task, long process, Instant begun, @Nullable Instant ended) {

    boolean cutShort() {
        return this.ended == null;
    }

    /**
     * Whether both were inside the body at one time. What was cut short counts as a
     * moment.
     */
    boolean overlaps(Run other) {
        Instant end = (this.ended != null) ? this.ended : this.begun;
        Instant otherEnd = (other.ended != null) ? other.ended : other.begun;
        return this.begun.isBefore(otherEnd) && other.begun.isBefore(end);
    }

}
