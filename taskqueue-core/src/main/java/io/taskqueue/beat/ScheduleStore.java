package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps schedules, for all nodes that share it. Safe for use by many threads and nodes;
 * every method may block on I/O, for a bounded time.
 * <p>
 * The order in which nodes act is decided here and nowhere else: of several who want to
 * change a schedule from one revision, one may.
 */
public interface ScheduleStore {

    /**
     * All schedules, by name.
     * @throws ScheduleStoreException if the store cannot be read
     */
    List<ScheduleEntry> all();

    /**
     * The schedule of this name.
     * @throws ScheduleStoreException if the store cannot be read
     */
    Optional<ScheduleEntry> find(String name);

    /**
     * Enabled schedules whose next moment is not after this one, the soonest first.
     * @throws ScheduleStoreException if the store cannot be read
     */
    List<ScheduleEntry> due(Instant until, int limit);

    /**
     * Makes changes, each as a whole or not at all, all that can be in one round trip. A
     * firing whose schedule and moment are known is left out.
     * @param lease how long a claimed firing belongs to the caller
     * @return whether each was made, in the same order
     * @throws ScheduleStoreException if the store cannot be reached; then none is known
     * to have been made
     */
    List<Boolean> change(Collection<ScheduleChange> changes, Duration lease);

    /** The firings of its schedules. */
    FiringLog firings();

    /**
     * What it lacks to work, such as tables; usually nothing.
     * @throws ScheduleStoreException if the store cannot be asked
     */
    default List<String> missing() {
        return List.of();
    }

    /** Its kind and place in a few words for people, without credentials. */
    String description();

}
