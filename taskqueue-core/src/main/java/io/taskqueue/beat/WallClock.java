package io.taskqueue.beat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Turns times that a clock on the wall shows into moments, on the days too on which
 * clocks are set.
 *
 * @param zone where the wall stands
 * @param everyHour whether every hour is meant, so that one that is skipped is not missed
 * and one that comes twice is meant twice
 */
record WallClock(ZoneId zone, boolean everyHour) {

    /** The next time on the wall after a given one. */
    interface Rule extends UnaryOperator<@Nullable LocalDateTime> {

    }

    /** The first moment after this one, or {@code null} if there is none any more. */
    @Nullable Instant next(Instant after, Rule rule) {
        return this.everyHour ? ofHours(after, rule) : ofDays(after, rule);
    }

    private @Nullable Instant ofDays(Instant after, Rule rule) {
        LocalDateTime shown = rule.apply(LocalDateTime.ofInstant(after, this.zone));
        while (shown != null) {
            Instant moment = moment(shown);
            if (moment.isAfter(after)) {
                return moment;
            }
            shown = rule.apply(shown);
        }
        return null;
    }

    /** Skipped times all come when the clock springs, so that none overtakes another. */
    private Instant moment(LocalDateTime shown) {
        ZoneOffsetTransition set = this.zone.getRules().getTransition(shown);
        return (set != null && set.isGap()) ? set.getInstant() : ZonedDateTime.of(shown, this.zone).toInstant();
    }

    /** From one setting of the clock to the next it runs like any other. */
    private @Nullable Instant ofHours(Instant after, Rule rule) {
        ZoneOffset offset = this.zone.getRules().getOffset(after);
        ZoneOffsetTransition set = this.zone.getRules().nextTransition(after);
        LocalDateTime shown = rule.apply(LocalDateTime.ofInstant(after, offset));
        while (shown != null && set != null && !shown.toInstant(offset).isBefore(set.getInstant())) {
            offset = set.getOffsetAfter();
            shown = rule.apply(set.getDateTimeAfter().minusNanos(1));
            set = this.zone.getRules().nextTransition(set.getInstant());
        }
        return (shown != null) ? shown.toInstant(offset) : null;
    }

}
