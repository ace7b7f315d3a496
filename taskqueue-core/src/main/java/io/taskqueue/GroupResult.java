package io.taskqueue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A group of tasks that was called, and what will come of it: the list of its members'
 * results, in the order in which they were put into the group. Waiting for it fails with
 * the first member that fails.
 *
 * @param <R> what each member returns
 */
public interface GroupResult<R extends @Nullable Object> extends AsyncResult<List<R>> {

    /** The members, in their order. */
    List<AsyncResult<R>> members();

    /** How many members there are. */
    default int size() {
        return members().size();
    }

    /** How many of them have ended, in any way. */
    int completed();

}
