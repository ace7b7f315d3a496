package io.taskqueue.beat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;

/**
 * Comes once, and is over then.
 *
 * @param moment when
 */
record OnceSchedule(Instant moment) implements Schedule {

    static OnceSchedule parse(String text) {
        try {
            return new OnceSchedule(OffsetDateTime.parse(text).toInstant());
        }
        catch (DateTimeException unreadable) {
            throw new IllegalArgumentException("\"" + text + "\" is no moment; write it as 2026-12-31T23:59:00Z",
                    unreadable);
        }
    }

    @Override
    public @Nullable Instant next(Instant after) {
        return this.moment.isAfter(after) ? this.moment : null;
    }

    @Override
    public String text() {
        return this.moment.toString();
    }

}
