package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.PeriodicTask.Misfire;
import io.taskqueue.PeriodicTask.Overlap;
import io.taskqueue.beat.Firing.Fate;

/**
 * Decides what becomes of planned moments that have come: which lead to a call, which are
 * given up, and when the next one is. Asks nobody and changes nothing.
 */
final class Planner {

    /** So many of one schedule are made up at once. */
    static final int MADE_UP = 100;

    private static final String BUSY = "the run before had not ended";

    private static final String LATE = "nobody could send them in time";

    private static final String REPLACED = "a later one stands for them";

    private final Duration tolerance;

    /**
     * @param tolerance how late a moment may be that is sent although others like it are
     * given up
     */
    Planner(Duration tolerance) {
        this.tolerance = tolerance;
    }

    /**
     * What to change of a schedule that is due, or {@code null} if it has to wait.
     * @param running whether its last task has not ended
     */
    @Nullable ScheduleChange plan(ScheduleEntry entry, Instant now, boolean running) {
        Instant planned = entry.runs().next();
        Overlap overlap = entry.spec().overlap();
        if (planned == null || planned.isAfter(now) || (running && overlap == Overlap.QUEUE)) {
            return null;
        }
        Schedule schedule = entry.spec().schedule();
        Passed passed = Passed.of(schedule, planned, now);
        if (running && overlap == Overlap.SKIP) {
            return change(entry, passed.next(), List.of(given(entry, Fate.SKIPPED, passed, passed.count(), now, BUSY)));
        }
        return (entry.spec().misfire() == Misfire.ALL) ? makeUp(entry, schedule, passed, now)
                : newest(entry, passed, now);
    }

    private static ScheduleChange makeUp(ScheduleEntry entry, Schedule schedule, Passed passed, Instant now) {
        int most = (entry.spec().overlap() == Overlap.ALLOW) ? MADE_UP : 1;
        List<Firing> firings = new ArrayList<>();
        Instant planned = passed.first();
        while (planned != null && !planned.isAfter(now) && firings.size() < most) {
            firings.add(Firing.claimed(entry, planned, now));
            planned = schedule.next(planned);
        }
        return change(entry, planned, firings);
    }

    private ScheduleChange newest(ScheduleEntry entry, Passed passed, Instant now) {
        List<Firing> firings = new ArrayList<>();
        boolean wanted = entry.spec().misfire() == Misfire.ONCE || entry.spec().overlap() == Overlap.QUEUE
                || !passed.latest().plus(this.tolerance).isBefore(now);
        if (!wanted) {
            firings.add(given(entry, Fate.MISSED, passed, passed.count(), now, LATE));
        }
        else {
            if (passed.count() > 1) {
                firings.add(given(entry, Fate.MISSED, passed, passed.count() - 1, now, REPLACED));
            }
            firings.add(Firing.claimed(entry, passed.latest(), now));
        }
        return change(entry, passed.next(), firings);
    }

    private static Firing given(ScheduleEntry entry, Fate fate, Passed passed, long count, Instant now, String reason) {
        return Firing.given(entry, fate, passed.first(), count, now, reason);
    }

    private static ScheduleChange change(ScheduleEntry entry, @Nullable Instant next, List<Firing> firings) {
        List<Firing> claimed = firings.stream().filter((firing) -> firing.fate() == Fate.CLAIMED).toList();
        ScheduleRuns runs = entry.runs().next(Moments.of(next));
        if (!claimed.isEmpty()) {
            Firing last = claimed.get(claimed.size() - 1);
            runs = runs.ran(last.at(), entry.taskId(last.planned()), claimed.size());
        }
        return ScheduleChange.to(entry.runs(runs), firings);
    }

}
