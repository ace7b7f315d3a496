package io.taskqueue.rabbit;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import org.awaitility.Awaitility;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

import io.taskqueue.message.JumpingTime;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.MessageLimits;
import io.taskqueue.message.Payload;
import io.taskqueue.servers.RabbitServer;

/**
 * RabbitMQ brokers on a real server. Time passes for them as it passes for everybody:
 * RabbitMQ keeps it.
 */
final class RabbitBrokers implements AutoCloseable {

    static final int DEAD_LETTERS = 50;

    final JumpingTime time = new JumpingTime();

    final RabbitBroker.Options options;

    private final String url;

    private final List<CachingConnectionFactory> factories = new ArrayList<>();

    private final List<RabbitBroker> opened = new ArrayList<>();

    RabbitBrokers() {
        this(RabbitServer.url(), RabbitBroker.QueueType.CLASSIC, 9);
    }

    RabbitBrokers(String url, RabbitBroker.QueueType type, Integer maxPriority) {
        this.url = url;
        this.options = new RabbitBroker.Options(type, maxPriority, RabbitBroker.QueueType.QUORUM,
                Duration.ofMinutes(30), DEAD_LETTERS, UUID.randomUUID().toString().substring(0, 8) + ".");
    }

    RabbitBroker open() {
        return open(connect());
    }

    RabbitBroker open(RabbitConnections connections) {
        RabbitBroker broker = new RabbitBroker(connections, this.options,
                new MessageCodec(MessageLimits.defaults(), Set.of(Payload.JSON, "application/x-own")), this.time);
        this.opened.add(broker);
        return broker;
    }

    RabbitConnections connect() {
        CachingConnectionFactory factory = new CachingConnectionFactory(URI.create(this.url));
        this.factories.add(factory);
        return new RabbitConnections(factory, Duration.ofSeconds(5));
    }

    /** Lets time pass. */
    static void advance(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    /** Puts bytes into a queue as a stranger would. */
    void push(String queue, AMQP.BasicProperties properties, byte[] body) {
        RabbitBroker broker = this.opened.get(0);
        Channel channel = broker.connections().consuming();
        try {
            broker.declarations().assure(broker.connections()::consuming, queue, false);
            channel.confirmSelect();
            channel.basicPublish("", queue, properties, body);
            channel.waitForConfirmsOrDie(5_000);
        }
        catch (IOException | InterruptedException | java.util.concurrent.TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
        finally {
            RabbitConnections.close(channel);
        }
    }

    @Override
    public void close() {
        for (RabbitBroker broker : this.opened) {
            Channel channel = broker.connections().consuming();
            for (String queue : broker.declarations().queues()) {
                delete(channel, queue);
                delete(channel, this.options.lettersOf(queue));
            }
        }
        this.factories.forEach(CachingConnectionFactory::destroy);
    }

    private static void delete(Channel channel, String queue) {
        try {
            channel.queueDelete(queue);
        }
        catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

}
