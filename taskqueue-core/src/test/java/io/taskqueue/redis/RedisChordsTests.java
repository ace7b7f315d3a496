package io.taskqueue.redis;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.result.ChordCounterContract;
import io.taskqueue.result.ResultBackend;

class RedisChordsTests extends ChordCounterContract {

    private final RedisResults results = new RedisResults(RedisPlace.ONE_SERVER);

    @Override
    protected ResultBackend open() {
        return this.results.open(100);
    }

    @AfterEach
    void clear() {
        this.results.clear();
    }

}
