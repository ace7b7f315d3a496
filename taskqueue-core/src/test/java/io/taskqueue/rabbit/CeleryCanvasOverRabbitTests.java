package io.taskqueue.rabbit;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

import io.taskqueue.broker.Broker;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.redis.CeleryCanvasContract;
import io.taskqueue.redis.RedisConnections;
import io.taskqueue.servers.RabbitServer;

class CeleryCanvasOverRabbitTests extends CeleryCanvasContract {

    private CachingConnectionFactory factory;

    @Override
    protected String brokerUrl(String redisUrl) {
        return RabbitServer.url();
    }

    @Override
    protected Broker broker(RedisConnections redis) {
        this.factory = new CachingConnectionFactory(URI.create(RabbitServer.url()));
        return new RabbitBroker(new RabbitConnections(this.factory, Duration.ofSeconds(5)),
                RabbitBroker.Options.DEFAULT, MessageCodec.standard(), TimeSource.system());
    }

    @AfterEach
    void disconnect() {
        this.factory.destroy();
    }

}
