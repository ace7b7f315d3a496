package io.taskqueue.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskResult;

/**
 * A broker that can be its result store as well and does all three steps of a
 * {@link Completion} as one: one script, one transaction. It closes the windows between
 * the steps.
 */
public interface CompletesAtOnce {

    /** Whether it can do so together with this result store. */
    boolean completesWith(ResultBackend results);

    /** Whether statements made before can be stored in that same step. */
    default boolean storesAlong() {
        return false;
    }

    /**
     * Stores statements made before, and completes.
     * @return one answer for each statement, and then one for each completion
     */
    default List<Answer> complete(Consumer consumer, ResultBackend results, List<TaskResult> before,
            Collection<Completion> completions) {
        List<Answer> answers = new ArrayList<>(before.isEmpty() ? List.of() : results.store(before));
        answers.addAll(complete(consumer, results, completions));
        return answers;
    }

    /**
     * Stores, publishes and settles, each completion as a whole or not at all. Where the
     * store refuses a result, its follow-ups are not sent either, and the delivery is
     * settled.
     * @param results a store that it {@linkplain #completesWith completes with}
     * @return one answer for each, in the same order: the store's where that refused
     */
    List<Answer> complete(Consumer consumer, ResultBackend results, Collection<Completion> completions);

}
