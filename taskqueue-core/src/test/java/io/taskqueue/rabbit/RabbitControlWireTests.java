package io.taskqueue.rabbit;

import java.time.Duration;
import java.util.Map;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.ControlWire;
import io.taskqueue.broker.ControlWire.Message;
import io.taskqueue.broker.ControlWireContract;

class RabbitControlWireTests extends ControlWireContract {

    private final RabbitBrokers brokers = new RabbitBrokers();

    private final RabbitConnections connections = this.brokers.connect();

    @AfterEach
    void close() {
        this.brokers.close();
    }

    @Override
    protected ControlWire open() {
        return new RabbitControlWire(this.connections, this.brokers.options);
    }

    @Override
    protected void ask(Message request) throws Exception {
        Channel channel = this.connections.publishing();
        channel.basicPublish("celery.pidbox", "", new AMQP.BasicProperties.Builder().headers(request.headers()).build(),
                request.body());
        channel.close();
    }

    @Override
    protected Mailbox mailbox(String key) throws Exception {
        String queue = key + ".reply.celery.pidbox";
        Channel channel = this.connections.consuming();
        channel.exchangeDeclare("reply.celery.pidbox", "direct", false);
        channel.queueDeclare(queue, false, true, true, Map.of());
        channel.queueBind(queue, "reply.celery.pidbox", key);
        return new Mailbox() {

            @Override
            public @Nullable Message poll() throws Exception {
                GetResponse found = channel.basicGet(queue, true);
                return (found != null) ? new Message(AmqpValues.read(found.getProps().getHeaders()), found.getBody())
                        : null;
            }

            @Override
            public Duration kept() throws Exception {
                GetResponse found = channel.basicGet(queue, false);
                if (found == null) {
                    return Duration.ZERO;
                }
                channel.basicNack(found.getEnvelope().getDeliveryTag(), false, true);
                return Duration.ofMillis(Long.parseLong(found.getProps().getExpiration()));
            }

        };
    }

}
