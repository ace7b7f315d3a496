package io.taskqueue.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.taskqueue.result.Answer;

/**
 * One worker's way into a broker, and the owner of the deliveries it was handed. One
 * thread receives; any thread settles.
 */
public interface Consumer extends AutoCloseable {

    /**
     * Waits up to {@code patience} for messages that are due, and takes at most
     * {@code limit} of them; often none. It returns as soon as there is one, and at once
     * when the consumer is closed.
     * @param queues the queues to take from; an unknown one is empty
     * @throws BrokerUnavailableException if the broker cannot be reached
     * @throws InterruptedException if the thread is interrupted while it waits; nothing
     * is taken then
     */
    List<Delivery> receive(Collection<String> queues, int limit, Duration patience) throws InterruptedException;

    /**
     * Says that no {@link #receive} follows for a while. Whatever the consumer may have
     * asked the broker to hand out between two of them goes back, or stays where it is,
     * for others to take; never throws for trouble with the broker.
     */
    default void pause() {
    }

    /**
     * Settles deliveries as each completion says, all that can be in one round trip.
     * Results and follow-ups are the caller's business, done before.
     * @return one answer for each, in the same order; {@link Answer#fenced()} where this
     * consumer no longer owns the delivery; never throws for trouble with the broker
     */
    List<Answer> settle(Collection<Completion> completions);

    /**
     * Ends it. Deliveries that were not settled go back to the front of their queues,
     * uncounted where possible.
     */
    @Override
    void close();

}
