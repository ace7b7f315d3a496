package io.taskqueue.redis;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.DeadLettersContract;

class RedisDeadLettersTests extends DeadLettersContract {

    private final RedisBrokers brokers = new RedisBrokers(place());

    /** Where Redis is. */
    RedisPlace place() {
        return RedisPlace.ONE_SERVER;
    }

    @Override
    protected Broker open() {
        return this.brokers.open();
    }

    @Override
    protected void advance(Duration time) {
        this.brokers.advance(time);
    }

    @Override
    protected void jump(Duration jump) {
        this.brokers.time.jump(jump);
    }

    @Override
    protected int capacity() {
        return RedisBrokers.DEAD_LETTERS;
    }

    @Override
    protected void publishMalformed(String queue, byte[] raw) {
        this.brokers.push(queue, raw);
    }

    @AfterEach
    void clear() {
        this.brokers.close();
    }

}
