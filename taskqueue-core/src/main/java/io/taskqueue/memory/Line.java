package io.taskqueue.memory;

import java.util.Comparator;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

/**
 * The ready messages of one queue and one priority: those that were handed out before in
 * their old order, then the others as they came. The others are chained by themselves, so
 * that a long line leaves no empty array behind.
 */
final class Line {

    private final PriorityQueue<QueuedMessage> again = new PriorityQueue<>(
            Comparator.comparingLong((message) -> message.place));

    private @Nullable QueuedMessage first;

    private @Nullable QueuedMessage last;

    void add(QueuedMessage message) {
        if (this.last == null) {
            this.first = message;
        }
        else {
            this.last.next = message;
        }
        this.last = message;
    }

    void addAgain(QueuedMessage message) {
        this.again.add(message);
    }

    @Nullable QueuedMessage poll() {
        QueuedMessage head = this.again.poll();
        if (head != null || this.first == null) {
            return head;
        }
        head = this.first;
        this.first = head.next;
        head.next = null;
        if (this.first == null) {
            this.last = null;
        }
        return head;
    }

    boolean isEmpty() {
        return this.first == null && this.again.isEmpty();
    }

    /**
     * Since when its oldest message has been ready; a time that is later where it has
     * none.
     */
    long readySince(long otherwise) {
        QueuedMessage handedOut = this.again.peek();
        long since = (this.first != null) ? this.first.readySince : otherwise;
        return (handedOut != null && handedOut.readySince - since < 0) ? handedOut.readySince : since;
    }

}
