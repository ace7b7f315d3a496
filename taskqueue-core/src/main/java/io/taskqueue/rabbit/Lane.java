package io.taskqueue.rabbit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.rabbit.RabbitDelivery.Arrival;

/**
 * One channel that messages come by, and what is unacknowledged on it. If it ends, all of
 * that is somebody else's at once.
 */
final class Lane {

    private static final Logger logger = LoggerFactory.getLogger(Lane.class);

    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(100);

    private final Channel channel;

    private final Sink sink;

    private final NavigableMap<Long, RabbitDelivery> held = new TreeMap<>();

    private final Map<String, Subscription> subscriptions = new HashMap<>();

    private boolean ended;

    Lane(Channel channel, Sink sink) {
        this.channel = channel;
        this.sink = sink;
        channel.addShutdownListener(this::ended);
    }

    private void ended(ShutdownSignalException cause) {
        synchronized (this) {
            this.ended = true;
            this.held.clear();
            this.subscriptions.clear();
        }
        this.sink.ended(this);
    }

    synchronized boolean open() {
        return !this.ended && this.channel.isOpen();
    }

    synchronized boolean empty() {
        return this.held.isEmpty();
    }

    /** When the oldest of what it holds came, by the steady clock; now for nothing. */
    synchronized long oldest() {
        return this.held.isEmpty() ? System.nanoTime() : this.held.firstEntry().getValue().arrived();
    }

    synchronized boolean holds(RabbitDelivery delivery) {
        return !this.ended && this.held.get(delivery.tag()) == delivery;
    }

    synchronized void hold(RabbitDelivery delivery) {
        if (!this.ended) {
            this.held.put(delivery.tag(), delivery);
        }
    }

    /** How many more may come from this queue before one is settled. */
    synchronized int free(String queue) {
        Subscription subscription = this.subscriptions.get(queue);
        return (subscription != null) ? subscription.window - subscription.outstanding : 0;
    }

    /**
     * Whether an order for this queue can be given up without meeting a message on its
     * way: as many have come as may, or none for a while. A quorum queue counts such a
     * message as handed out and puts it at its end.
     */
    synchronized boolean quiet(String queue) {
        Subscription subscription = this.subscriptions.get(queue);
        return subscription == null || subscription.outstanding >= subscription.window
                || System.nanoTime() - subscription.newest > QUIET;
    }

    /** Has messages come, so many at most before one of them is settled. */
    void subscribe(String queue, int window) throws IOException {
        cancel(queue);
        Subscription subscription = new Subscription(this.channel, queue, window);
        synchronized (this) {
            this.subscriptions.put(queue, subscription);
        }
        this.channel.basicQos(window, false);
        String tag = this.channel.basicConsume(queue, false, subscription);
        boolean cancelled;
        synchronized (this) {
            subscription.tag = tag;
            cancelled = subscription.cancelled;
        }
        if (cancelled) {
            // by somebody who could not name it yet
            this.channel.basicCancel(tag);
        }
    }

    void cancel(String queue) throws IOException {
        String tag = null;
        synchronized (this) {
            Subscription subscription = this.subscriptions.remove(queue);
            if (subscription != null) {
                subscription.cancelled = true;
                tag = subscription.tag;
            }
        }
        if (tag != null) {
            this.channel.basicCancel(tag);
        }
    }

    /** Has nothing come any more; what is under way still does. */
    void cancelAll() throws IOException {
        keep(List.of());
    }

    /** Has nothing come any more of any other queue; what is under way still does. */
    void keep(Collection<String> wanted) throws IOException {
        List<String> queues;
        synchronized (this) {
            queues = new ArrayList<>(this.subscriptions.keySet());
        }
        queues.removeAll(wanted);
        for (String queue : queues) {
            cancel(queue);
        }
    }

    /** Asks for one message, which may not be there. */
    @Nullable Arrival get(String queue) throws IOException {
        GetResponse response = this.channel.basicGet(queue, false);
        return (response != null) ? new Arrival(response.getEnvelope(), response.getProps(), response.getBody(), false)
                : null;
    }

    /**
     * Acknowledges these, with one word for all up to a number where nothing else lies
     * below it.
     */
    synchronized void acknowledge(Collection<RabbitDelivery> settled) throws IOException {
        settled.forEach((delivery) -> let(delivery));
        long first = this.held.isEmpty() ? Long.MAX_VALUE : this.held.firstKey();
        long together = 0;
        for (RabbitDelivery delivery : settled) {
            together = (delivery.tag() < first) ? Math.max(together, delivery.tag()) : together;
        }
        if (together > 0) {
            this.channel.basicAck(together, true);
        }
        for (RabbitDelivery delivery : settled) {
            if (delivery.tag() > together) {
                this.channel.basicAck(delivery.tag(), false);
            }
        }
    }

    /** Gives these back to the front of their queues. */
    synchronized void giveBack(Collection<RabbitDelivery> returned) throws IOException {
        for (RabbitDelivery delivery : returned) {
            let(delivery);
            this.channel.basicNack(delivery.tag(), false, true);
        }
    }

    /** Waits until RabbitMQ has heard all that was said so far. */
    void flush() {
        quietly(() -> this.channel.basicQos(1, false));
    }

    private void let(RabbitDelivery delivery) {
        this.held.remove(delivery.tag());
        Subscription subscription = this.subscriptions.get(delivery.queue());
        if (subscription != null && subscription.brought(delivery)) {
            subscription.outstanding--;
        }
    }

    void close() {
        RabbitConnections.close(this.channel);
    }

    static void quietly(Step step) {
        try {
            step.run();
        }
        catch (IOException | ShutdownSignalException away) {
            logger.debug("The channel has ended; what was on it goes back by itself", away);
        }
    }

    /** What a channel is asked to do. */
    interface Step {

        void run() throws IOException;

    }

    /** Who hears what comes by a lane; called on the client's threads. */
    interface Sink {

        void arrived(Lane lane, String queue, Arrival arrival);

        /** The queue was deleted. */
        void deleted(String queue);

        void ended(Lane lane);

    }

    /** A standing order for the messages of one queue. */
    private final class Subscription extends DefaultConsumer {

        private final String queue;

        private final int window;

        private long first = Long.MAX_VALUE;

        private int outstanding;

        private long newest = System.nanoTime();

        private @Nullable String tag;

        private boolean cancelled;

        Subscription(Channel channel, String queue, int window) {
            super(channel);
            this.queue = queue;
            this.window = window;
        }

        boolean brought(RabbitDelivery delivery) {
            return delivery.pushed() && delivery.tag() >= this.first;
        }

        @Override
        public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties,
                byte[] body) {
            synchronized (Lane.this) {
                this.outstanding++;
                this.newest = System.nanoTime();
                this.first = Math.min(this.first, envelope.getDeliveryTag());
            }
            Lane.this.sink.arrived(Lane.this, this.queue, new Arrival(envelope, properties, body, true));
        }

        @Override
        public void handleCancel(String consumerTag) {
            synchronized (Lane.this) {
                Lane.this.subscriptions.remove(this.queue, this);
            }
            Lane.this.sink.deleted(this.queue);
        }

    }

}
