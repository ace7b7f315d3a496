package io.taskqueue.redis;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.result.CanvasStore;
import io.taskqueue.result.CanvasStoreContract;
import io.taskqueue.result.ResultBackend;

import static org.assertj.core.api.Assertions.assertThat;

class RedisCanvasesTests extends CanvasStoreContract {

    private final RedisResults results = new RedisResults(RedisPlace.ONE_SERVER);

    @Override
    protected ResultBackend open() {
        return this.results.open(100);
    }

    @AfterEach
    void clear() {
        this.results.clear();
    }

    @Test
    void forgetsItOneDay() {
        capability(CanvasStore.class).remember(this.id, "{}");
        byte[] key = new RedisKeys(this.results.prefix).own("canvas:" + this.id);
        assertThat(this.results.connections().<Long>call((redis) -> redis.ttl(key))).isPositive();
    }

}
