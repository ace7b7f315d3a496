package io.taskqueue.autoconfigure;

import org.junit.jupiter.api.AfterAll;

import io.taskqueue.servers.RabbitServer;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

class CeleryToolsRabbitTests extends CeleryToolsContract {

    private static final RedisProcess RESULTS = RedisServer.start();

    @AfterAll
    static void stop() {
        RESULTS.close();
    }

    @Override
    String broker() {
        return RabbitServer.url();
    }

    @Override
    String results() {
        return RESULTS.url();
    }

}
