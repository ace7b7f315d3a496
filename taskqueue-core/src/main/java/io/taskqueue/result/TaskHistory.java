package io.taskqueue.result;

import java.util.Optional;

/**
 * A result store that keeps each task's story from the call on. Where it is present,
 * callers and workers tell it every state, not only outcomes.
 */
public interface TaskHistory {

    /**
     * One task's story.
     * @throws ResultStoreException if the store cannot be read
     */
    Optional<TaskRecord> record(String id);

    /**
     * Removes what has expired, in short steps of at most {@code limit} tasks. Any node
     * may call it at any time.
     * @return how many were removed
     */
    int removeExpired(int limit);

}
