package io.taskqueue.rabbit;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Courier;
import io.taskqueue.broker.Listeners;
import io.taskqueue.broker.NoticeJson;

/**
 * A broadcast over one fanout exchange of RabbitMQ. Whoever listens while RabbitMQ is
 * away hears what is said from its return on.
 */
public final class RabbitBroadcast implements Broadcast {

    private static final Logger logger = LoggerFactory.getLogger(RabbitBroadcast.class);

    private static final int TRANSIENT = 1;

    private final RabbitConnections connections;

    private final String exchange;

    private final NoticeJson json = new NoticeJson();

    private final Listeners listeners = new Listeners();

    private final Courier courier = new Courier("taskqueue-broadcast");

    private final RabbitEar ear;

    private volatile boolean closed;

    /** A broadcast to all that use the same virtual host and options. */
    public RabbitBroadcast(RabbitConnections connections, RabbitBroker.Options options) {
        this.connections = connections;
        this.exchange = options.own("broadcast");
        this.ear = new RabbitEar(connections, "taskqueue-broadcast-return", this::open);
    }

    @Override
    public void send(Notice notice) {
        if (this.closed) {
            throw new BrokerUnavailableException("The broadcast is closed", false, null);
        }
        byte[] said = this.json.write(notice);
        try {
            this.connections.within(deadline(), () -> send(said));
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("Interrupted before the notice was sent", true, interrupted);
        }
    }

    private boolean send(byte[] said) throws Exception {
        Channel channel = this.connections.publishing();
        try {
            channel.exchangeDeclare(this.exchange, "fanout", true);
            channel.basicPublish(this.exchange, "",
                    new AMQP.BasicProperties.Builder().contentType("application/json")
                        .contentEncoding("utf-8")
                        .deliveryMode(TRANSIENT)
                        .build(),
                    said);
            // answered only when what came before it is through
            channel.close();
            return true;
        }
        finally {
            RabbitConnections.close(channel);
        }
    }

    private long deadline() {
        return System.nanoTime() + this.connections.timeout().toNanos();
    }

    @Override
    public Subscription listen(Set<String> topics, Consumer<Notice> listener) {
        Subscription listening = this.listeners.add(topics, listener);
        this.ear.listen();
        return listening;
    }

    private void open(Channel channel) throws IOException {
        String queue = this.exchange + "." + UUID.randomUUID();
        channel.exchangeDeclare(this.exchange, "fanout", true);
        channel.queueDeclare(queue, false, true, true, Map.of());
        channel.queueBind(queue, this.exchange, "");
        RabbitEar.consume(channel, queue, (properties, body) -> hear(body));
    }

    /** Called by the client, whose thread is only borrowed. */
    private void hear(byte[] said) {
        if (!this.listeners.isEmpty() && !this.courier.post(() -> tell(this.json.read(said)))) {
            logger.debug("A notice is lost, because listeners are too slow");
        }
    }

    private void tell(@Nullable Notice notice) {
        if (notice != null) {
            this.listeners.tell(notice);
        }
    }

    @Override
    public void close() {
        this.closed = true;
        this.listeners.clear();
        this.courier.close();
        this.ear.close();
    }

}
