package io.taskqueue.redis;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerContract;

class RedisBrokerTests extends BrokerContract {

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
    protected Instant now() {
        return this.brokers.time.now();
    }

    @AfterEach
    void clear() {
        this.brokers.close();
    }

}
