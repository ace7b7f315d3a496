package io.taskqueue.broker;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A broker's dead letters: bounded in number, the oldest are dropped first.
 */
public interface DeadLetters {

    /**
     * The newest first.
     * @param queue only from this queue, or {@code null} for all
     * @param offset how many to pass over
     * @param limit how many at most
     */
    List<DeadLetter> list(@Nullable String queue, int offset, int limit);

    /** How many there are, of this queue or, with {@code null}, of all. */
    long count(@Nullable String queue);

    /**
     * Sends messages back to their queues as new, uncounted. What was never a message
     * stays.
     * @return how many were sent
     */
    int replay(Collection<String> ids);

    /**
     * Removes them for good.
     * @return how many were removed
     */
    int remove(Collection<String> ids);

}
