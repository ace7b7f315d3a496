package io.taskqueue.beat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.jspecify.annotations.NullUnmarked;

/** Moments as every store can keep them: in whole milliseconds. */
final class Moments {

    private Moments() {
    }

    @NullUnmarked
    static Instant of(@Nullable Instant moment) {
        return (moment != null) ? moment.truncatedTo(ChronoUnit.MILLIS) : null;
    }

}
