package io.taskqueue.rabbit;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.QueueInspectionContract;

class RabbitQueueInspectionTests extends QueueInspectionContract {

    private final RabbitBrokers brokers = new RabbitBrokers();

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
    protected boolean seesAll() {
        return false;
    }

    @AfterEach
    void clear() {
        this.brokers.close();
    }

}
