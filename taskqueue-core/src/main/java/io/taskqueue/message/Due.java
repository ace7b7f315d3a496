package io.taskqueue.message;

import java.time.Duration;
import java.time.Instant;

/**
 * When a message may start: after a while, or at a moment. The two are kept apart because
 * a broker measures a duration with its own clock, exactly, while a moment was read off
 * the sender's.
 */
public sealed interface Due {

    /** So long after the broker accepts the message. Negative counts as zero. */
    static Due after(Duration delay) {
        return new After(delay.isNegative() ? Duration.ZERO : delay);
    }

    /** At this moment of the sender's clock. */
    static Due at(Instant moment) {
        return new At(moment);
    }

    /** The moment it means, seen from {@code now}. */
    Instant instant(Instant now);

    /** How long it is until then, seen from {@code now}; never negative. */
    default Duration from(Instant now) {
        Duration left = Duration.between(now, instant(now));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * A delay, counted from when the broker accepts the message.
     *
     * @param delay how long, zero or more
     */
    record After(Duration delay) implements Due {

        @Override
        public Instant instant(Instant now) {
            return now.plus(this.delay);
        }

    }

    /**
     * A moment of the sender's clock.
     *
     * @param moment the moment
     */
    record At(Instant moment) implements Due {

        @Override
        public Instant instant(Instant now) {
            return this.moment;
        }

    }

}
