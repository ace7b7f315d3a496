package io.taskqueue.memory;

import java.time.Duration;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.DeadLettersContract;

class MemoryDeadLettersTests extends DeadLettersContract {

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

    @Override
    protected int capacity() {
        return MemoryBrokers.DEAD_LETTERS;
    }

    @Override
    protected void publishMalformed(String queue, byte[] raw) {
        ((MemoryBroker) broker()).put(queue, new Content.Malformed("no message", raw));
    }

}
