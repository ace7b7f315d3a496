package io.taskqueue.memory;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;

/**
 * A loan of this broker's.
 *
 * @param token the owner's name for it
 * @param message what is lent
 * @param deliveries how often it was lent when this loan began
 */
record MemoryDelivery(String token, QueuedMessage message, int deliveries) implements Delivery {

    @Override
    public String queue() {
        return this.message.queue.name;
    }

    @Override
    public Content content() {
        return this.message.content;
    }

    /** Names itself, never what it brings. */
    @Override
    public String toString() {
        return "MemoryDelivery[" + this.token + " from " + queue() + "]";
    }

}
