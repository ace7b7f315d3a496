package io.taskqueue.jdbc;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.QueueInspectionContract;
import io.taskqueue.jpa.Database;

abstract class JdbcQueueInspectionContract extends QueueInspectionContract {

    private final JdbcBrokers brokers;

    JdbcQueueInspectionContract(Database database) {
        this.brokers = new JdbcBrokers(database);
    }

    @Override
    protected Broker open() {
        return this.brokers.open();
    }

    @Override
    protected void advance(Duration time) {
        this.brokers.advance(time);
    }

    @Override
    protected void jump(Duration jump) {
        this.brokers.time.jump(jump);
    }

    @AfterEach
    void close() {
        this.brokers.close();
    }

}
