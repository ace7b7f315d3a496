package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TimeSource;

/**
 * Stands where nothing could keep schedules for all nodes: there are none, and none can
 * be made.
 *
 * @param reason what is said to whoever wants to make one
 * @param time what time it is
 */
public record NoSchedules(String reason, TimeSource time) implements ScheduleStore, FiringLog {

    @Override
    public List<ScheduleEntry> all() {
        return List.of();
    }

    @Override
    public Optional<ScheduleEntry> find(String name) {
        return Optional.empty();
    }

    @Override
    public List<ScheduleEntry> due(Instant until, int limit) {
        return List.of();
    }

    @Override
    public List<Boolean> change(Collection<ScheduleChange> changes, Duration lease) {
        if (changes.isEmpty()) {
            return List.of();
        }
        throw new ScheduleStoreException(this.reason, null);
    }

    @Override
    public FiringLog firings() {
        return this;
    }

    @Override
    public String description() {
        return "none";
    }

    @Override
    public Instant now() {
        return this.time.now();
    }

    @Override
    public void settle(Collection<Firing> firings) {
        // there are none
    }

    @Override
    public List<Firing> takeOver(Duration lease, int limit) {
        return List.of();
    }

    @Override
    public List<Firing> list(@Nullable String schedule, int limit) {
        return List.of();
    }

    @Override
    public int forget(Duration age, int limit) {
        return 0;
    }

}
