package io.taskqueue.jdbc;

import java.time.Instant;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;

/**
 * A message on loan from a table.
 *
 * @param owner whose it is
 * @param loan which claim it was
 * @param queue the queue it was taken from
 * @param counted how often it was handed out, as far as its row knows
 * @param place where it stood in the queue
 * @param content the message
 */
record JdbcDelivery(String owner, Loan loan, String queue, int counted, Place place,
        Content content) implements Delivery {

    @Override
    public String token() {
        return this.owner + "-" + this.loan.id() + "." + this.loan.number();
    }

    @Override
    public int deliveries() {
        int earlier = (this.content instanceof Content.Readable readable) ? readable.message().headers().deliveries()
                : 0;
        return earlier + this.counted;
    }

    /**
     * Where a message stands in its queue.
     *
     * @param step nine minus its priority
     * @param due since when it may be handed out
     */
    record Place(int step, Instant due) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byStep = Integer.compare(this.step, other.step);
            return (byStep != 0) ? byStep : this.due.compareTo(other.due);
        }

    }

}
