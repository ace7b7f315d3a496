package io.taskqueue.broker;

import java.util.Collection;

import io.taskqueue.message.TaskMessage;

/**
 * A broker whose messages can be part of the caller's own database transaction: they
 * exist if and only if it commits.
 */
public interface JoinsTransactions {

    /** Whether this thread is in a transaction that messages can be part of. */
    boolean joinable();

    /**
     * Writes messages in the transaction of this thread. Nobody can receive them before
     * it commits.
     * @throws BrokerUnavailableException if that is not possible; the transaction may be
     * of no more use then
     * @throws IllegalArgumentException if a message cannot be kept
     */
    void join(Collection<TaskMessage> messages);

    /** The transaction that these are part of has committed: whoever waits may look. */
    void committed(Collection<TaskMessage> messages);

}
