package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The planned moments of a schedule that have come by now.
 *
 * @param first the first of them
 * @param latest the last of them
 * @param count how many they are; of very many, at least so many
 * @param next the first moment after them, or {@code null} if there is none any more
 */
record Passed(Instant first, Instant latest, long count, @Nullable Instant next) {

    private static final int MOST = 1_000;

    /** Where to look for the latest of very many. */
    private static final List<Duration> WINDOWS = List.of(Duration.ofMinutes(1), Duration.ofHours(1),
            Duration.ofDays(1), Duration.ofDays(31), Duration.ofDays(366));

    static Passed of(Schedule schedule, Instant first, Instant now) {
        if (schedule instanceof EverySchedule every) {
            long more = Math.max(0, Duration.between(first, now).dividedBy(every.period()));
            Instant latest = first.plus(every.period().multipliedBy(more));
            return new Passed(first, latest, more + 1, every.next(latest));
        }
        return counted(schedule, first, now);
    }

    private static Passed counted(Schedule schedule, Instant first, Instant now) {
        Instant latest = first;
        Instant next = schedule.next(first);
        long count = 1;
        while (next != null && !next.isAfter(now)) {
            latest = (count == MOST) ? shortlyBefore(schedule, next, now) : next;
            next = schedule.next(latest);
            count++;
        }
        return new Passed(first, latest, count, next);
    }

    /** A moment so close to now that few come after it. */
    private static Instant shortlyBefore(Schedule schedule, Instant otherwise, Instant now) {
        return WINDOWS.stream()
            .map((window) -> schedule.next(now.minus(window)))
            .filter((moment) -> moment != null && moment.isAfter(otherwise) && !moment.isAfter(now))
            .findFirst()
            .orElse(otherwise);
    }

}
