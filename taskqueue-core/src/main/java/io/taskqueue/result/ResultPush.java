package io.taskqueue.result;

import java.util.function.Consumer;

/**
 * A result store that tells when something new was stored. A hint: it may miss some,
 * never invents any, and whoever must know asks the store from time to time as well.
 */
public interface ResultPush {

    /**
     * Calls the listener for each newly accepted statement about the task, on a thread of
     * the store's; the listener must not block.
     * @return closes the subscription
     */
    Subscription subscribe(String id, Consumer<TaskResult> listener);

    /** A subscription, to be closed once. */
    interface Subscription extends AutoCloseable {

        @Override
        void close();

    }

}
