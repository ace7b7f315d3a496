package io.taskqueue.broker;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the broker did not answer, or refused. {@link #maybeSent()} tells the two
 * cases of a call apart: it surely was not taken over, or nobody can know.
 */
public class BrokerUnavailableException extends RuntimeException {

    private final boolean maybeSent;

    public BrokerUnavailableException(String message, boolean maybeSent, @Nullable Throwable cause) {
        super(message, cause);
        this.maybeSent = maybeSent;
    }

    /**
     * Whether the broker may have taken the message over; sending it again may then make
     * it run twice.
     */
    public boolean maybeSent() {
        return this.maybeSent;
    }

}
