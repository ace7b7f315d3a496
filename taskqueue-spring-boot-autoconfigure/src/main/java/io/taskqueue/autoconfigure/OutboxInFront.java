package io.taskqueue.autoconfigure;

import java.util.function.Supplier;

import org.springframework.beans.factory.config.BeanPostProcessor;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.JoinsTransactions;
import io.taskqueue.jdbc.JdbcBroker;
import io.taskqueue.jdbc.OutboxBroker;

/**
 * Puts the outbox in front of whichever broker there is, also one of the application's
 * own, unless it joins transactions by itself.
 */
final class OutboxInFront implements BeanPostProcessor {

    private final Supplier<JdbcBroker> waiting;

    OutboxInFront(Supplier<JdbcBroker> waiting) {
        this.waiting = waiting;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return (bean instanceof Broker broker && broker.capability(JoinsTransactions.class).isEmpty())
                ? new OutboxBroker(broker, this.waiting.get()) : bean;
    }

}
