package io.taskqueue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskState;

/**
 * A task that was called, and what will come of it. Its id finds it again from any
 * process: {@link TaskOperations#result(String, Class)}.
 *
 * @param <T> what the task returns
 */
public interface AsyncResult<T extends @Nullable Object> {

    /** The task's id. */
    String id();

    /**
     * Waits for the end and returns the result.
     * @param patience how long to wait at most
     * @throws RemoteTaskException if the task failed
     * @throws TaskNotRunException if it was revoked, rejected, lost or could not be sent
     * @throws ResultTimeoutException if it had not ended in time
     * @throws IllegalStateException if waiting could never end: inside a task, in the
     * transaction that has yet to send the call, or where no result is stored
     */
    T get(Duration patience);

    /**
     * Where it stands, as far as the store can tell; {@link TaskState#QUEUED} where it
     * cannot.
     */
    TaskState state();

    /** Whether it has ended, in any way. */
    default boolean ready() {
        return state().terminal();
    }

    /** How far it is, if it tells. */
    Optional<Progress> progress();

    /** Why it failed, or why its last attempt did. */
    Optional<TaskError> error();

    /**
     * A future of the end: with the result, or with what {@link #get} would throw.
     * Cancelling it does not revoke.
     */
    CompletableFuture<T> toCompletableFuture();

    /**
     * The call before it, where it was called as part of a chain; empty for a result that
     * was {@linkplain TaskOperations#result found}.
     */
    Optional<AsyncResult<?>> parent();

    /**
     * What was called with it: the link after it in a chain, the members of a group;
     * empty for a result that was {@linkplain TaskOperations#result found}.
     */
    List<AsyncResult<?>> children();

    /**
     * Wishes that it never starts, and interrupts it where it runs. Nothing happens where
     * it has ended. Of a chain's end, the same goes for the links before it; of a group,
     * for its members.
     */
    void revoke();

    /** Removes its result from the store. */
    void forget();

}
