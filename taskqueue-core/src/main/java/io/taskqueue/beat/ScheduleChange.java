package io.taskqueue.beat;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A change that a store makes as a whole or not at all: not if the schedule is no longer
 * at the revision it was read at.
 *
 * @param name the schedule
 * @param revision the revision it was read at; 0 to make a new one
 * @param after the schedule as it should be, or {@code null} to remove it
 * @param firings planned moments that are dealt with by this
 */
public record ScheduleChange(String name, long revision, @Nullable ScheduleEntry after, List<Firing> firings) {

    public ScheduleChange {
        firings = List.copyOf(firings);
    }

    static ScheduleChange to(ScheduleEntry after) {
        return new ScheduleChange(after.name(), after.revision(), after, List.of());
    }

    static ScheduleChange to(ScheduleEntry after, List<Firing> firings) {
        return new ScheduleChange(after.name(), after.revision(), after, firings);
    }

    static ScheduleChange removal(ScheduleEntry before) {
        return new ScheduleChange(before.name(), before.revision(), null, List.of());
    }

}
