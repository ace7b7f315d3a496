package io.taskqueue.jdbc;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.DeadLettersContract;
import io.taskqueue.jpa.Database;

abstract class JdbcDeadLettersContract extends DeadLettersContract {

    private final JdbcBrokers brokers;

    JdbcDeadLettersContract(Database database) {
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
    protected int capacity() {
        return JdbcBrokers.DEAD_LETTERS;
    }

    @Override
    protected void publishMalformed(String queue, byte[] raw) {
        this.brokers.insert(queue, raw);
    }

    @AfterEach
    void close() {
        this.brokers.close();
    }

}
