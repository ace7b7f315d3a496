package io.taskqueue.jdbc;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.LeasesContract;
import io.taskqueue.jpa.Database;

abstract class JdbcLeasesContract extends LeasesContract {

    private final JdbcBrokers brokers;

    JdbcLeasesContract(Database database) {
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
