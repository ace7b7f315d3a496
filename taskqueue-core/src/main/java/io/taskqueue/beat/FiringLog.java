package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The firings of a store's schedules, by whose clock all nodes go. Bounded: the oldest of
 * those that are dealt with are dropped.
 */
public interface FiringLog {

    /**
     * What time it is here.
     * @throws ScheduleStoreException if the store cannot be asked
     */
    Instant now();

    /**
     * Notes what became of claimed firings; those that are gone stay gone.
     * @throws ScheduleStoreException if the store cannot be reached
     */
    void settle(Collection<Firing> firings);

    /**
     * Takes over claimed firings whose lease has ended, the oldest first: their lease
     * begins anew and is the caller's.
     * @throws ScheduleStoreException if the store cannot be reached
     */
    List<Firing> takeOver(Duration lease, int limit);

    /**
     * Firings of one schedule, or of all, the newest first.
     * @throws ScheduleStoreException if the store cannot be read
     */
    List<Firing> list(@Nullable String schedule, int limit);

    /**
     * Drops firings that were dealt with so long ago, and says how many.
     * @throws ScheduleStoreException if the store cannot be reached
     */
    int forget(Duration age, int limit);

}
