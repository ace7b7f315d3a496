package io.taskqueue.rabbit;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerContract;

class RabbitBrokerTests extends BrokerContract {

    private final RabbitBrokers brokers = brokers();

    RabbitBrokers brokers() {
        return new RabbitBrokers();
    }

    @Override
    protected Broker open() {
        return this.brokers.open();
    }

    @Override
    protected void advance(Duration time) {
        RabbitBrokers.advance(time);
    }

    @Override
    protected void jump(Duration jump) {
        this.brokers.time.jump(jump);
    }

    @Override
    protected Instant now() {
        return this.brokers.time.now();
    }

    @AfterEach
    void clear() {
        this.brokers.close();
    }

}
