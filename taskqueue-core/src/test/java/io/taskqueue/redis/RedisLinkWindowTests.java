package io.taskqueue.redis;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.LinkWindowContract;

/** With the results elsewhere; in one Redis all three steps are one. */
class RedisLinkWindowTests extends LinkWindowContract {

    private final String prefix = TestRedis.prefix();

    @AfterEach
    void clear() {
        TestRedis.clear(this.prefix);
    }

    @Override
    protected Broker broker(Duration lease) {
        return new RedisBroker(TestRedis.connections(), RedisBroker.Options.DEFAULT.prefix(this.prefix).lease(lease),
                MessageCodec.standard(), TimeSource.system());
    }

    @Override
    protected ResultBackend results() {
        return new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, TimeSource.system());
    }

}
