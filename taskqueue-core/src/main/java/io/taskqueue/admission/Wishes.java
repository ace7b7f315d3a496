package io.taskqueue.admission;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/**
 * Stored wishes that hold tasks back: cancelled tasks, paused queues. They are asked
 * before every start, so they hold after any restart of workers; a broadcast beside them
 * only makes them quicker. Bounded: the oldest revocations are dropped first.
 */
public interface Wishes {

    /**
     * Wishes that these tasks never start again.
     * @param keep how long the wish is kept, at least
     */
    void revoke(Collection<String> ids, Duration keep);

    /** Those among these tasks that are revoked. */
    Set<String> revoked(Collection<String> ids);

    /** Wishes that nothing of this queue is handed out until it is resumed. */
    void pause(String queue);

    /** Ends a pause. */
    void resume(String queue);

    /** The queues that are paused. */
    Set<String> paused();

    /** What is remembered of others' wishes may be old: they are to be asked for anew. */
    default void refresh() {
        // nothing is remembered
    }

    /** Whether anything can be wished at all; where not, each wish is refused. */
    default boolean kept() {
        return true;
    }

}
