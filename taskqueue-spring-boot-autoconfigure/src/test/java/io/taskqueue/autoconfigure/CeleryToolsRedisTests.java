package io.taskqueue.autoconfigure;

import org.junit.jupiter.api.AfterAll;

import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

class CeleryToolsRedisTests extends CeleryToolsContract {

    private static final RedisProcess REDIS = RedisServer.start();

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @Override
    String broker() {
        return REDIS.url();
    }

    @Override
    String results() {
        return REDIS.url();
    }

}
