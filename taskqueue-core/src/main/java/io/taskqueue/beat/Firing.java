package io.taskqueue.beat;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One planned moment of a schedule, or several that passed, and what became of it.
 *
 * @param schedule the schedule's name
 * @param planned the moment, or the first of those that passed
 * @param fate what became of it
 * @param task the id of the task it leads to, or {@code null} if it leads to none
 * @param count how many moments it stands for
 * @param at when that was noted
 * @param reason why it led to no call, for people
 */
public record Firing(String schedule, Instant planned, Fate fate, @Nullable String task, long count, Instant at,
        @Nullable String reason) {

    /** One that is about to be sent. */
    static Firing claimed(ScheduleEntry entry, Instant planned, Instant now) {
        return new Firing(entry.name(), planned, Fate.CLAIMED, entry.taskId(planned), 1, now, null);
    }

    /** Moments that lead to nothing. */
    static Firing given(ScheduleEntry entry, Fate fate, Instant planned, long count, Instant now, String reason) {
        return new Firing(entry.name(), planned, fate, null, count, now, reason);
    }

    /** The same with another fate. */
    public Firing became(Fate fate, Instant at, @Nullable String reason) {
        return new Firing(this.schedule, this.planned, fate, this.task, this.count, at, reason);
    }

    /** What can become of a planned moment. */
    public enum Fate {

        /** A node is about to send it, or died before it said that it had. */
        CLAIMED,
        /** It was sent. */
        SENT,
        /** It passed while nobody could send. */
        MISSED,
        /** The run before had not ended. */
        SKIPPED,
        /** It could not be sent by anybody. */
        REFUSED

    }

}
