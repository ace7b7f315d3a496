package io.taskqueue.redis;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.beat.SchedulersContract;

class RedisSchedulersTests extends SchedulersContract {

    private final String prefix = TestRedis.prefix();

    @Override
    protected ScheduleStore open() {
        return other();
    }

    @Override
    protected ScheduleStore other() {
        return new RedisScheduleStore(TestRedis.connections(), this.prefix);
    }

    @AfterEach
    void clear() {
        TestRedis.clear(this.prefix);
    }

}
