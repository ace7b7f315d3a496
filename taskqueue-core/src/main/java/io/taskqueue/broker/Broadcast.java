package io.taskqueue.broker;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Tells something to every node that listens now. A hint: who was away has missed it, and
 * nothing rests on it alone.
 */
public interface Broadcast extends AutoCloseable {

    /**
     * Says it to all, this node included.
     * @throws BrokerUnavailableException if it cannot be sent
     */
    void send(Notice notice);

    /**
     * Listens for these topics until the subscription is closed. The listener is called
     * on a thread of the broadcast's, one notice at a time in the order they came, and
     * must not block; what it throws ends with that notice.
     */
    Subscription listen(Set<String> topics, Consumer<Notice> listener);

    @Override
    void close();

    /**
     * What is said.
     *
     * @param topic what it is about, such as {@code revoke}
     * @param fields the rest, JSON values by name
     */
    record Notice(String topic, Map<String, @Nullable Object> fields) {
    }

    /** A subscription, to be closed once. */
    interface Subscription extends AutoCloseable {

        @Override
        void close();

    }

}
