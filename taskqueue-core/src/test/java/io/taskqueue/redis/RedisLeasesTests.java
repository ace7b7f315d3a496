package io.taskqueue.redis;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.LeasesContract;

class RedisLeasesTests extends LeasesContract {

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

    @AfterEach
    void clear() {
        this.brokers.close();
    }

}
