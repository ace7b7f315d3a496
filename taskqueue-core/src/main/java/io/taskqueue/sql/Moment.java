package io.taskqueue.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/** Moments as every database keeps them: whole microseconds of the years 1000 to 9999. */
public final class Moment {

    private static final Instant FIRST = Instant.parse("1000-01-02T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-30T23:59:59.999999Z");

    private Moment() {
    }

    /** The moment as it can be kept. */
    public static @Nullable Instant storable(@Nullable Instant moment) {
        if (moment == null) {
            return null;
        }
        if (moment.isBefore(FIRST)) {
            return FIRST;
        }
        return moment.isAfter(LAST) ? LAST : moment.truncatedTo(ChronoUnit.MICROS);
    }

}
