package io.taskqueue.rabbit;

import java.time.Duration;

import com.rabbitmq.client.AMQP;
import org.junit.jupiter.api.AfterEach;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.DeadLettersContract;

class RabbitDeadLettersTests extends DeadLettersContract {

    private final RabbitBrokers brokers = new RabbitBrokers();

    @Override
    protected Broker open() {
        return this.brokers.open();
    }

    @Override
    protected void advance(Duration time) {
        RabbitBrokers.advance(time);
    }

    @Override
    protected void jump(Duration jump) {
        this.brokers.time.jump(jump);
    }

    @Override
    protected int capacity() {
        return RabbitBrokers.DEAD_LETTERS;
    }

    @Override
    protected void publishMalformed(String queue, byte[] raw) {
        this.brokers.push(queue, new AMQP.BasicProperties(), raw);
    }

    @AfterEach
    void clear() {
        this.brokers.close();
    }

}
