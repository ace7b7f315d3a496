package io.taskqueue.beat;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

/**
 * When something comes round, told by its next moment. A value, the same on every node.
 * <p>
 * A time that clocks skip in spring comes at the moment they spring forward. A time that
 * they show twice in autumn comes the first time, unless every hour is meant.
 */
public sealed interface Schedule permits CronSchedule, CrontabSchedule, EverySchedule, OnceSchedule {

    /** The first moment after this one, or {@code null} if there is none any more. */
    @Nullable Instant next(Instant after);

    /** How it is written: what {@link #parse} reads. */
    String text();

    /**
     * Reads a schedule: a cron expression of six fields in Spring's dialect or of five in
     * Celery's, a duration such as {@code PT10S}, or a moment such as
     * {@code 2026-12-31T23:59:00Z}.
     * @param zone where the fields of a cron expression are read off the clock
     * @throws IllegalArgumentException if it is none of them, with what is wrong
     */
    static Schedule parse(String text, ZoneId zone) {
        String plain = text.strip();
        if (plain.matches("\\d{4}-.{1,40}")) {
            return OnceSchedule.parse(plain);
        }
        if (plain.startsWith("PT") || plain.matches("P\\d.{0,40}")) {
            return new EverySchedule(duration(plain));
        }
        return (plain.split("\\s+").length == CrontabSchedule.FIELDS) ? CrontabSchedule.parse(plain, zone)
                : CronSchedule.parse(plain, zone);
    }

    /** One that comes round after each such period. */
    static Schedule every(Duration period) {
        return new EverySchedule(period);
    }

    /** One that comes once. */
    static Schedule at(Instant moment) {
        return new OnceSchedule(moment);
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        }
        catch (DateTimeException unreadable) {
            throw new IllegalArgumentException("\"" + text + "\" is no duration; write it as PT10S or P1D", unreadable);
        }
    }

}
