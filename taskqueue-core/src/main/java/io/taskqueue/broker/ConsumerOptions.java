package io.taskqueue.broker;

/**
 * How a worker wants to receive.
 *
 * @param worker the node's name, for people and for statistics
 * @param capacity the most deliveries it will ever hold at once
 * @param strict whether queues are emptied in the given order rather than in turn
 */
public record ConsumerOptions(String worker, int capacity, boolean strict) {

    public ConsumerOptions {
        if (capacity < 1) {
            throw new IllegalArgumentException("A consumer holds at least one delivery, not " + capacity);
        }
    }

}
