package io.taskqueue.jpa;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.sql.Moment;

/**
 * How the row of a task stands after a write.
 *
 * @param run the run whose word it holds
 * @param state its state
 * @param at when that was said
 * @param started when that run began
 */
record Standing(TaskRun run, TaskState state, @Nullable Instant at, @Nullable Instant started) {

    /** The standing of a row is its run times this, plus the rank of its state. */
    static final int RANKS = 16;

    private static final int DELIVERY_BITS = 32;

    private static final int MOST_ATTEMPTS = (1 << 27) - 1;

    /**
     * Attempt, deliveries and rank as one number, so that a row compares them at once.
     */
    static long number(TaskRun run, TaskState state) {
        long attempt = Math.max(0, Math.min(run.attempt(), MOST_ATTEMPTS));
        return ((attempt << DELIVERY_BITS) + Math.max(0, run.deliveries())) * RANKS + state.rank();
    }

    /**
     * Whether the row holds this very statement, rather than another that says the same.
     */
    boolean holds(TaskResult statement) {
        return repeatedBy(statement) && Objects.equals(this.at, Moment.storable(statement.at()));
    }

    private boolean repeatedBy(TaskResult statement) {
        return this.state.equals(statement.state()) && this.run.equals(statement.run());
    }

    /**
     * What a statement is told that does not stand in the row; the rule is that of
     * {@code TaskStory}.
     */
    Answer answer(TaskResult statement) {
        boolean ended = this.state.terminal();
        if (statement.run().olderThan(this.run)) {
            boolean late = Story.ofCaller(statement.run()) && !statement.state().terminal();
            return !late ? Answer.fenced() : ended ? Answer.alreadyFinal() : Answer.done();
        }
        return (ended && !repeatedBy(statement)) ? Answer.alreadyFinal() : Answer.done();
    }

}
