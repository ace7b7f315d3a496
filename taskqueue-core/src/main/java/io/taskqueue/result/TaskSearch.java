package io.taskqueue.result;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds tasks in a store with history. Applications may inject it; the actuator endpoint
 * asks nothing else.
 */
public interface TaskSearch {

    /** The most tasks one page holds. */
    int MAX_PAGE = 500;

    /**
     * A page of what matches, newest first. Its cost does not grow with the pages before
     * it, nor with the tasks that do not match: where a store would have to look at very
     * many, for a text or a worker, it answers with a short page, even an empty one,
     * whose {@link TaskPage#next()} goes on looking.
     * @param filter what is asked for
     * @param after the {@link TaskPage#next()} of the page before, or {@code null} for
     * the first
     * @param limit how many at most, from 1 to {@value #MAX_PAGE}; anything else is
     * clamped
     * @throws IllegalArgumentException if {@code after} is not from a page of this store
     * @throws ResultStoreException if the store cannot be read
     */
    TaskPage search(TaskFilter filter, @Nullable String after, int limit);

    /**
     * How many match, by state; states without a task are absent.
     * @throws ResultStoreException if the store cannot be read
     */
    Map<TaskState, Long> count(TaskFilter filter);

}
