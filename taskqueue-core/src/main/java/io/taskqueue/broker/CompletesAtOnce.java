package io.taskqueue.broker;

import java.util.Collection;
import java.util.List;

import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;

/**
 * A broker that can be its result store as well and does all three steps of a
 * {@link Completion} as one: one script, one transaction. It closes the windows between
 * the steps.
 */
public interface CompletesAtOnce {

    /** Whether it can do so together with this result store. */
    boolean completesWith(ResultBackend results);

    /**
     * Stores, publishes and settles, each completion as a whole or not at all. Where the
     * store refuses a result, its follow-ups are not sent either, and the delivery is
     * settled.
     * @param results a store that it {@linkplain #completesWith completes with}
     * @return one answer for each, in the same order: the store's where that refused
     */
    List<Answer> complete(Consumer consumer, ResultBackend results, Collection<Completion> completions);

}
