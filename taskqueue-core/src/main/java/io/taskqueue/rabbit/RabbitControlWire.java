package io.taskqueue.rabbit;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.ControlWire;

/**
 * Celery's remote control and events over the exchanges that it declares on RabbitMQ for
 * them. Where the user may not declare or use these, nothing is heard and nothing said.
 */
public final class RabbitControlWire implements ControlWire {

    private static final Logger logger = LoggerFactory.getLogger(RabbitControlWire.class);

    private static final String REQUESTS = "celery.pidbox";

    private static final String ANSWERS = "reply.celery.pidbox";

    private static final String EVENTS = "celeryev";

    private static final String MINUTE = "60000";

    /** After something could not be said, in nanoseconds: it may never be allowed. */
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);

    private static final int TRANSIENT = 1;

    private final RabbitConnections connections;

    private final RabbitBroker.Options options;

    private @Nullable Channel mouth;

    private long silentUntil = System.nanoTime();

    private boolean closed;

    /** A wire to all that use the same virtual host. */
    public RabbitControlWire(RabbitConnections connections, RabbitBroker.Options options) {
        this.connections = connections;
        this.options = options;
    }

    @Override
    public Broadcast.Subscription listen(Consumer<Message> requests, Consumer<Message> events) {
        RabbitEar ear = new RabbitEar(this.connections, "taskqueue-control-return",
                (channel) -> open(channel, requests, events));
        ear.listen();
        return ear::close;
    }

    private void open(Channel channel, Consumer<Message> requests, Consumer<Message> events) throws IOException {
        channel.exchangeDeclare(REQUESTS, "fanout", false);
        String mailbox = queue();
        channel.queueDeclare(mailbox, false, true, true, Map.of());
        channel.queueBind(mailbox, REQUESTS, "");
        channel.exchangeDeclare(EVENTS, "topic", true);
        String watched = queue();
        channel.queueDeclare(watched, false, true, true, Map.of("x-message-ttl", 5_000));
        channel.queueBind(watched, EVENTS, "worker.#");
        RabbitEar.consume(channel, mailbox, (properties, body) -> requests.accept(message(properties, body)));
        RabbitEar.consume(channel, watched, (properties, body) -> events.accept(message(properties, body)));
    }

    private String queue() {
        return this.options.own("control." + UUID.randomUUID());
    }

    private static Message message(AMQP.BasicProperties properties, byte[] body) {
        return new Message((properties.getHeaders() != null) ? AmqpValues.read(properties.getHeaders()) : Map.of(),
                body);
    }

    @Override
    public void answer(String key, Message answer) {
        publish(ANSWERS, key, answer, properties(answer).expiration(MINUTE).build());
    }

    @Override
    public void tell(String key, Message event) {
        publish(EVENTS, key, event, properties(event).build());
    }

    private static AMQP.BasicProperties.Builder properties(Message message) {
        return new AMQP.BasicProperties.Builder().contentType("application/json")
            .contentEncoding("utf-8")
            .deliveryMode(TRANSIENT)
            .headers(message.headers());
    }

    /** Nobody waits for it to arrive, so whatever goes wrong is noticed by the next. */
    private synchronized void publish(String exchange, String key, Message message, AMQP.BasicProperties properties) {
        if (this.closed || this.silentUntil - System.nanoTime() > 0) {
            return;
        }
        try {
            mouth().basicPublish(exchange, key, properties, message.body());
        }
        catch (IOException | RuntimeException failure) {
            logger.debug("Something is not said over {}", exchange, failure);
            RabbitConnections.close(this.mouth);
            this.mouth = null;
            this.silentUntil = System.nanoTime() + SILENCE;
        }
    }

    private Channel mouth() throws IOException {
        Channel open = this.mouth;
        if (open != null && open.isOpen()) {
            return open;
        }
        Channel fresh = this.connections.publishing();
        this.mouth = fresh;
        fresh.exchangeDeclare(ANSWERS, "direct", false);
        fresh.exchangeDeclare(EVENTS, "topic", true);
        return fresh;
    }

    @Override
    public synchronized void close() {
        this.closed = true;
        RabbitConnections.close(this.mouth);
    }

}
