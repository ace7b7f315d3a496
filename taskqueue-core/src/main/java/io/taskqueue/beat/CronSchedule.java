package io.taskqueue.beat;

import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** Comes round as a cron expression in Spring's dialect says. */
final class CronSchedule implements Schedule {

    private static final int HOURS = 2;

    private final String text;

    private final CronExpression expression;

    private final WallClock clock;

    private CronSchedule(String text, ZoneId zone) {
        this.text = text;
        this.expression = CronExpression.parse(text);
        // with macros such as @daily resolved
        String[] fields = this.expression.toString().split(" ");
        this.clock = new WallClock(zone, fields.length > HOURS && fields[HOURS].matches("\\*(/1)?"));
    }

    static CronSchedule parse(String text, ZoneId zone) {
        try {
            return new CronSchedule(text, zone);
        }
        catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("\"" + text + "\" is no cron expression: " + unreadable.getMessage()
                    + ". Write six fields, as 0 0 3 * * *, or Celery's five, as 0 3 * * *", unreadable);
        }
    }

    @Override
    public @Nullable Instant next(Instant after) {
        return this.clock.next(after, (shown) -> (shown != null) ? this.expression.next(shown) : null);
    }

    @Override
    public String text() {
        return this.text;
    }

}
