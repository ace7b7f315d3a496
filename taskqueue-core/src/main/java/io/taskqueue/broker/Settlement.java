package io.taskqueue.broker;

import java.util.Objects;

/** What is to become of a delivery. */
public sealed interface Settlement {

    /** It is done with: the broker forgets it. */
    static Settlement acknowledge() {
        return Acknowledge.INSTANCE;
    }

    /**
     * It was not begun, or must begin anew elsewhere: back to the front of its queue,
     * this delivery not counted.
     */
    static Settlement release() {
        return Release.INSTANCE;
    }

    /** Nobody can run it: to the dead letters. */
    static Settlement deadLetter(String reason) {
        return new DeadLettered(reason);
    }

    /** Done with. */
    final class Acknowledge implements Settlement {

        private static final Acknowledge INSTANCE = new Acknowledge();

        private Acknowledge() {
        }

        @Override
        public String toString() {
            return "acknowledge";
        }

    }

    /** Back to the front of its queue. */
    final class Release implements Settlement {

        private static final Release INSTANCE = new Release();

        private Release() {
        }

        @Override
        public String toString() {
            return "release";
        }

    }

    /**
     * To the dead letters.
     *
     * @param reason why, safe to show: no payload, no stack
     */
    record DeadLettered(String reason) implements Settlement {

        public DeadLettered {
            Objects.requireNonNull(reason, "reason");
        }

    }

}
