package io.taskqueue.jdbc;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerContract;
import io.taskqueue.jpa.Database;

abstract class JdbcBrokerContract extends BrokerContract {

    private final JdbcBrokers brokers;

    JdbcBrokerContract(Database database) {
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

    @Override
    protected Instant now() {
        return this.brokers.time.now();
    }

    @AfterEach
    void close() {
        this.brokers.close();
    }

}
