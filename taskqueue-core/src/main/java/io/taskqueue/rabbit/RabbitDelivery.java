package io.taskqueue.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;

/** A message on loan from RabbitMQ: unacknowledged on one channel. */
final class RabbitDelivery implements Delivery {

    private volatile Lane lane;

    private final String token;

    private final String queue;

    private volatile Arrival arrival;

    private final Content content;

    private final int deliveries;

    private final long arrived = System.nanoTime();

    RabbitDelivery(Lane lane, String token, String queue, Arrival arrival, Content content, int deliveries) {
        this.lane = lane;
        this.token = token;
        this.queue = queue;
        this.arrival = arrival;
        this.content = content;
        this.deliveries = deliveries;
    }

    /**
     * It came again by another channel, while its body still runs here: from now on this
     * one is on loan by that channel, and nobody else has it.
     */
    void adopt(Lane lane, Arrival arrival) {
        this.arrival = arrival;
        this.lane = lane;
    }

    Lane lane() {
        return this.lane;
    }

    /** Its number on its channel. */
    long tag() {
        return this.arrival.envelope().getDeliveryTag();
    }

    AMQP.BasicProperties properties() {
        return this.arrival.properties();
    }

    byte[] body() {
        return this.arrival.body();
    }

    /** What this sending alone is called, or {@code null} for a stranger's. */
    @Nullable String name() {
        return this.arrival.name();
    }

    /** How often its queue says that it went back. */
    int requeues() {
        return this.arrival.counted();
    }

    /** Whether a subscription brought it. */
    boolean pushed() {
        return this.arrival.pushed();
    }

    /** When it came, by the steady clock. */
    long arrived() {
        return this.arrived;
    }

    @Override
    public String token() {
        return this.token;
    }

    @Override
    public String queue() {
        return this.queue;
    }

    @Override
    public int deliveries() {
        return this.deliveries;
    }

    @Override
    public Content content() {
        return this.content;
    }

    /**
     * What the client hands over.
     *
     * @param envelope how it came
     * @param properties its properties, headers included
     * @param body its bytes
     * @param pushed whether a subscription brought it
     */
    record Arrival(Envelope envelope, AMQP.BasicProperties properties, byte[] body, boolean pushed) {

        /**
         * How often its queue counts that it went out before, or -1 where that does not
         * count.
         */
        int counted() {
            Object count = (this.properties.getHeaders() != null)
                    ? this.properties.getHeaders().get(RabbitMessages.DELIVERY_COUNT) : null;
            return (count instanceof Number number) ? (int) Math.min(1_000_000, Math.max(0, number.longValue())) : -1;
        }

        @Nullable String name() {
            return this.properties.getMessageId();
        }

        boolean again() {
            return this.envelope.isRedeliver();
        }

    }

}
