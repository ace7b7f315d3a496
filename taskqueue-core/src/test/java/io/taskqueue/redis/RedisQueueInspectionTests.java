package io.taskqueue.redis;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.QueueInspectionContract;

class RedisQueueInspectionTests extends QueueInspectionContract {

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
        Awaitility.await().pollDelay(time).atMost(time.multipliedBy(5)).until(() -> true);
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
