package io.taskqueue.jdbc;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

class RedisOutboxOrderTests extends OrderContract {

    private final RedisProcess redis = RedisServer.start();

    @Override
    protected String broker() {
        return this.redis.url();
    }

    @AfterEach
    void stopRedis() {
        this.redis.close();
    }

}
