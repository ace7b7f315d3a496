package io.taskqueue.redis;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.ChordCrashContract;

class RedisChordCrashTests extends ChordCrashContract {

    private final RedisResults results = new RedisResults(RedisPlace.ONE_SERVER);

    @AfterEach
    void clear() {
        this.results.clear();
    }

    @Override
    protected Broker broker(Duration lease) {
        return new RedisBroker(this.results.connections(),
                RedisBroker.Options.DEFAULT.prefix(this.results.prefix).lease(lease), MessageCodec.standard(),
                TimeSource.system());
    }

    @Override
    protected ResultBackend results() {
        return this.results.open(100);
    }

}
