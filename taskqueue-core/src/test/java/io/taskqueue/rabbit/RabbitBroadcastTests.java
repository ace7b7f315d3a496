package io.taskqueue.rabbit;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.BroadcastContract;

class RabbitBroadcastTests extends BroadcastContract {

    private final RabbitBrokers brokers = new RabbitBrokers();

    @Override
    protected Broadcast open() {
        return new RabbitBroadcast(this.brokers.connect(), this.brokers.options);
    }

    @Override
    protected Broadcast openElsewhere(Broadcast here) {
        return open();
    }

    @AfterEach
    void clear() {
        this.brokers.close();
    }

}
