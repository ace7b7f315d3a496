package io.taskqueue.broker;

import java.time.Duration;
import java.util.Set;

/**
 * A broker whose deliveries are owned by lease, measured by the broker's clock.
 */
public interface Leases {

    /** How long a lease lasts without renewal. */
    Duration length();

    /**
     * Extends the lease over all that this consumer holds. A consumer that was late takes
     * a new incarnation.
     * @return the tokens of deliveries it has lost since the last call; their outcomes
     * will be fenced off
     * @throws BrokerUnavailableException if the broker cannot be reached
     */
    Set<String> renew(Consumer consumer);

    /**
     * Gives back what owners held whose lease has ended. Any node may call it at any
     * time.
     * @return how many messages went back, {@code limit} at most
     * @throws BrokerUnavailableException if the broker cannot be reached
     */
    int reclaim(int limit);

}
