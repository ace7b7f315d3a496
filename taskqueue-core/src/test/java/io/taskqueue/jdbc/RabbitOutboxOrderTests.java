package io.taskqueue.jdbc;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.servers.RabbitProcess;
import io.taskqueue.servers.RabbitServer;

class RabbitOutboxOrderTests extends OrderContract {

    private final RabbitProcess rabbit = RabbitServer.start();

    @Override
    protected String broker() {
        return this.rabbit.url();
    }

    @AfterEach
    void stopRabbit() {
        this.rabbit.close();
    }

}
