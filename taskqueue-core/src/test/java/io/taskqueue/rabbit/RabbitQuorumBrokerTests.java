package io.taskqueue.rabbit;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.Delivery;
import io.taskqueue.rabbit.RabbitBroker.QueueType;
import io.taskqueue.servers.RabbitServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same on quorum queues, but for their order: before RabbitMQ 4 they know no
 * priorities, and what goes back to one goes behind all others.
 */
class RabbitQuorumBrokerTests extends RabbitBrokerTests {

    @Override
    RabbitBrokers brokers() {
        return new RabbitBrokers(RabbitServer.url(), QueueType.QUORUM, null);
    }

    @Override
    @Test
    @Tag("G10")
    protected void handsOutHigherPriorityFirst() {
        publish(List.of(priority(message("low"), 0), priority(message("high"), 9)));
        assertThat(ids(receive(consumer(), 2))).containsExactlyInAnyOrder("low", "high");
    }

    @Override
    @Test
    protected void unsetPriorityIsTheLowest() {
        publish(List.of(message("unset"), priority(message("one"), 1)));
        assertThat(ids(receive(consumer(), 2))).containsExactlyInAnyOrder("unset", "one");
    }

    @Override
    @Test
    protected void releasedMessageGoesFirstAndUncounted() {
        publish("a", "b", "c");
        Consumer consumer = consumer();
        release(consumer, receive(consumer, 1));
        assertEachOnceAndUncounted(receive(consumer, 3));
    }

    @Override
    @Test
    @Tag("G10")
    protected void releasedMessagesKeepTheirOrder() {
        publish("a", "b", "c");
        Consumer consumer = consumer();
        release(consumer, receive(consumer, 2));
        assertEachOnceAndUncounted(receive(consumer, 3));
    }

    @Override
    @Test
    protected void closedConsumerGivesBackUncounted() {
        publish("a", "b", "c");
        Consumer consumer = consumer();
        receive(consumer, 2);
        consumer.close();
        assertEachOnceAndUncounted(receive(consumer(), 3));
    }

    private void assertEachOnceAndUncounted(List<Delivery> deliveries) {
        assertThat(ids(deliveries)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(deliveries).extracting(Delivery::deliveries).containsOnly(1);
    }

}
