package io.taskqueue.broker;

/**
 * Where calls wait that were written with the caller's data, until they are forwarded to
 * the broker itself.
 */
public interface Outbox {

    /**
     * How many wait, and how long the first of them has.
     * @throws BrokerUnavailableException if that cannot be asked
     */
    QueueDepth depth();

    /** Calls that the broker refuses for good, with its reason. */
    DeadLetters refused();

}
