package io.taskqueue.beat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * Comes round as one of Celery's crontabs says: minute, hour, day of month, month, day of
 * week from 0 for Sunday to 6. All fields must match, days of month and week too.
 */
final class CrontabSchedule implements Schedule {

    static final int FIELDS = 5;

    /** A leap day on one weekday may be forty years away; what is not found is never. */
    private static final int YEARS = 41;

    private final String text;

    private final CrontabField minutes;

    private final CrontabField hours;

    private final CrontabField days;

    private final CrontabField months;

    private final CrontabField weekdays;

    private final WallClock clock;

    private CrontabSchedule(String text, String[] fields, ZoneId zone) {
        this.text = text;
        this.minutes = CrontabField.minute(fields[0]);
        this.hours = CrontabField.hour(fields[1]);
        this.days = CrontabField.dayOfMonth(fields[2]);
        this.months = CrontabField.month(fields[3]);
        this.weekdays = CrontabField.dayOfWeek(fields[4]);
        this.clock = new WallClock(zone, this.hours.complete());
    }

    static CrontabSchedule parse(String text, ZoneId zone) {
        try {
            return new CrontabSchedule(text, text.split("\\s+"), zone);
        }
        catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("\"" + text + "\" is no crontab: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    @Override
    public @Nullable Instant next(Instant after) {
        return this.clock.next(after, (shown) -> (shown != null) ? next(shown) : null);
    }

    private @Nullable LocalDateTime next(LocalDateTime shown) {
        LocalDateTime time = shown.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        LocalDateTime end = time.plusYears(YEARS);
        while (time.isBefore(end)) {
            LocalDateTime later = stepTo(time);
            if (later.equals(time)) {
                return time;
            }
            time = later;
        }
        return null;
    }

    /** The first time that the largest field which does not match could match. */
    private LocalDateTime stepTo(LocalDateTime time) {
        if (!this.months.contains(time.getMonthValue())) {
            return time.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay();
        }
        if (!this.days.contains(time.getDayOfMonth()) || !this.weekdays.contains(weekday(time))) {
            return time.toLocalDate().plusDays(1).atStartOfDay();
        }
        if (!this.hours.contains(time.getHour())) {
            return time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
        }
        return this.minutes.contains(time.getMinute()) ? time : time.plusMinutes(1);
    }

    private static int weekday(LocalDateTime time) {
        return time.getDayOfWeek().getValue() % DayOfWeek.values().length;
    }

    @Override
    public String text() {
        return this.text;
    }

}
