package io.taskqueue.beat;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far a schedule has come.
 *
 * @param next the next planned moment, or {@code null} if there is none
 * @param last when it last led to a call
 * @param lastTask the id of that call's task
 * @param count to how many calls it has led
 */
public record ScheduleRuns(@Nullable Instant next, @Nullable Instant last, @Nullable String lastTask, long count) {

    /** None yet. */
    public static ScheduleRuns from(@Nullable Instant next) {
        return new ScheduleRuns(next, null, null, 0);
    }

    /** The same, with another next moment. */
    public ScheduleRuns next(@Nullable Instant next) {
        return new ScheduleRuns(next, this.last, this.lastTask, this.count);
    }

    /** One more, after so many calls at this moment. */
    ScheduleRuns ran(Instant last, String task, int calls) {
        return new ScheduleRuns(this.next, last, task, this.count + calls);
    }

}
