package io.taskqueue.broker;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;

/**
 * A broker in whose database a task can work, so that what it wrote, its outcome and its
 * acknowledgement commit together or not at all.
 */
public interface SettlesInTransaction {

    /** Whether the results of this store can be part of it. */
    boolean settlesWith(ResultBackend results);

    /**
     * Does some work in a transaction of this thread, and completes there what the work
     * says at its end. Nothing of it remains unless the answer is done: not where the
     * work says {@code null}, nor where the delivery belongs to somebody else by then,
     * nor where the store refuses the result.
     * @return what became of the completion; done as well where there was none
     */
    Answer inTransaction(ResultBackend results, Supplier<@Nullable Completion> work);

}
