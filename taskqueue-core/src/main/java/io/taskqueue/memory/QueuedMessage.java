package io.taskqueue.memory;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Content;

/** A message in the depot, wherever in it. Guarded by the depot's lock. */
final class QueuedMessage {

    final MemoryQueue queue;

    final Content content;

    final int priority;

    /** Its place among all messages, given when it first became ready. */
    long place;

    /** When it first became ready, in nanoseconds of the time source. */
    long readySince;

    /** How often it was handed out, loans that were given back unbegun left out. */
    int deliveries;

    /** The one behind it in its line. */
    @Nullable QueuedMessage next;

    QueuedMessage(MemoryQueue queue, Content content) {
        this.queue = queue;
        this.content = content;
        this.priority = (content instanceof Content.Readable readable) ? readable.message().priorityOrDefault() : 0;
    }

    /** Deliveries as its headers and this broker know them together. */
    int allDeliveries() {
        int earlier = (this.content instanceof Content.Readable readable) ? readable.message().headers().deliveries()
                : 0;
        return earlier + this.deliveries;
    }

}
