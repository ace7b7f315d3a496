package io.taskqueue.beat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.taskqueue.PeriodicTask.Misfire;
import io.taskqueue.PeriodicTask.Overlap;

/**
 * What comes round: which call, when, and how.
 *
 * @param task the task's name
 * @param when the schedule as {@link Schedule#parse} reads it
 * @param zone the zone its cron expression is read in
 * @param args positional arguments, a JSON array
 * @param kwargs keyword arguments, a JSON object
 * @param queue the queue of its calls, or {@code null} for the task's own
 * @param priority the priority of its calls, or {@code null} for the task's own
 * @param expires how long after it was sent a call may still start, or {@code null} for
 * the task's own
 * @param misfire what happens to moments that passed
 * @param overlap what happens while the run before has not ended
 */
public record ScheduleSpec(String task, String when, String zone, String args, String kwargs, @Nullable String queue,
        @Nullable Integer priority, @Nullable Duration expires, Misfire misfire, Overlap overlap) {

    /** The longest text of any one of these but the arguments. */
    static final int LONGEST = 255;

    /** No arguments. */
    private static final String NO_ARGS = "[]";

    private static final String NO_KWARGS = "{}";

    public ScheduleSpec {
        Objects.requireNonNull(misfire, "misfire");
        Objects.requireNonNull(overlap, "overlap");
        if (priority != null && (priority < 0 || priority > 9)) {
            throw new IllegalArgumentException("A priority is 0 to 9, high first, not " + priority);
        }
        if (expires != null && (expires.isNegative() || expires.isZero())) {
            throw new IllegalArgumentException("A call expires after a positive time, not after " + expires);
        }
    }

    /** Calls of this task without arguments, in UTC, with all else as by default. */
    public static ScheduleSpec of(String task, String when) {
        return new ScheduleSpec(task, when, "UTC", NO_ARGS, NO_KWARGS, null, null, null, Misfire.ONCE, Overlap.ALLOW);
    }

    /**
     * Its schedule.
     * @throws IllegalArgumentException if it cannot be read
     */
    public Schedule schedule() {
        return Schedule.parse(this.when, zoneId());
    }

    /** Whether every store can keep this text. */
    static boolean fits(String text) {
        return !text.isBlank() && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
    }

    private ZoneId zoneId() {
        try {
            return ZoneId.of(this.zone);
        }
        catch (RuntimeException unknown) {
            throw new IllegalArgumentException("\"" + this.zone + "\" is no time zone; write it as Europe/Paris",
                    unknown);
        }
    }

    /** The same at other times. */
    public ScheduleSpec when(String when, String zone) {
        return new ScheduleSpec(this.task, when, zone, this.args, this.kwargs, this.queue, this.priority, this.expires,
                this.misfire, this.overlap);
    }

    /** The same with these arguments, a JSON array and a JSON object. */
    public ScheduleSpec arguments(String args, String kwargs) {
        return new ScheduleSpec(this.task, this.when, this.zone, args, kwargs, this.queue, this.priority, this.expires,
                this.misfire, this.overlap);
    }

    /** The same with calls sent in this way. */
    public ScheduleSpec sent(@Nullable String queue, @Nullable Integer priority, @Nullable Duration expires) {
        return new ScheduleSpec(this.task, this.when, this.zone, this.args, this.kwargs, queue, priority, expires,
                this.misfire, this.overlap);
    }

    /** The same with these policies. */
    public ScheduleSpec policies(Misfire misfire, Overlap overlap) {
        return new ScheduleSpec(this.task, this.when, this.zone, this.args, this.kwargs, this.queue, this.priority,
                this.expires, misfire, overlap);
    }

    /** Names what comes round and when, never the arguments. */
    @Override
    public String toString() {
        return "ScheduleSpec[" + this.task + " " + this.when + " " + this.zone + "]";
    }

}
