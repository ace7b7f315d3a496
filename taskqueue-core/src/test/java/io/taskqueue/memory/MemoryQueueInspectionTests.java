package io.taskqueue.memory;

import java.time.Duration;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.QueueInspectionContract;

class MemoryQueueInspectionTests extends QueueInspectionContract {

    private final MemoryBrokers brokers = new MemoryBrokers();

    @Override
    protected Broker open() {
        return this.brokers.open();
    }

    @Override
    protected void advance(Duration time) {
        this.brokers.time.advance(time);
    }

    @Override
    protected void jump(Duration jump) {
        this.brokers.time.jump(jump);
    }

}
