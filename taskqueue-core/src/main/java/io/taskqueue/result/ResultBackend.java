package io.taskqueue.result;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what became of tasks. Safe for use by many threads. Every method may block on
 * I/O, each for a bounded time.
 * <p>
 * A statement is refused where a newer run has spoken ({@link Answer#fenced()}), and
 * where the task has ended ({@link Answer#alreadyFinal()}): the first end stands.
 * Statements of one run may arrive out of order; of two the one with the higher
 * {@link TaskState#rank() rank} stands, and what the lower one knew beyond it (its
 * details, its time) is kept all the same. Runs are compared by attempt and deliveries
 * alone: two runs of one pair, as after an uncounted release, are one run here, whatever
 * their tokens. The same statement may be made twice without harm.
 */
public interface ResultBackend extends AutoCloseable {

    /**
     * Stores statements, all that can be in one round trip. Several may be about the same
     * task.
     * @return one answer for each, in the same order; never throws for trouble with the
     * store
     */
    List<Answer> store(Collection<TaskResult> results);

    /**
     * The newest statement about each task; an id the store does not know is absent.
     * @throws ResultStoreException if the store cannot be read
     */
    Map<String, TaskResult> find(Collection<String> ids);

    /**
     * Removes what is known of these tasks; unknown ids are fine.
     * @throws ResultStoreException if the store cannot be reached
     */
    void forget(Collection<String> ids);

    /**
     * What this store can do beyond keeping the newest statement. A decorator asks the
     * one it decorates.
     */
    default <T> Optional<T> capability(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /**
     * Its kind and place in a few words for people, without credentials, such as
     * {@code jpa (PostgreSQL)}.
     */
    String description();

    /** Gives back what it holds; the stored results stay. */
    @Override
    default void close() {
    }

}
