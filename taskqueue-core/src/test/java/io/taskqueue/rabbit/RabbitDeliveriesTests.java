package io.taskqueue.rabbit;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.rabbit.RabbitBroker.QueueType;
import io.taskqueue.result.Answer;
import io.taskqueue.servers.RabbitServer;

import static org.assertj.core.api.Assertions.assertThat;

/** How deaths and releases are counted, where several processes share a queue. */
class RabbitDeliveriesTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private RabbitBrokers brokers;

    private String queue;

    private Broker open(QueueType type) {
        this.brokers = new RabbitBrokers(RabbitServer.url(), type, null);
        this.queue = "deaths-" + this.brokers.options.prefix();
        return this.brokers.open();
    }

    @AfterEach
    void clear() {
        this.brokers.close();
    }

    private void publish(Broker broker, String... ids) {
        for (String id : ids) {
            TaskMessage message = new TaskMessage(id, "shop.count", this.queue, Payload.json("[[],{},{}]".getBytes()),
                    TaskHeaders.none().with("x-own", "kept"), null, null, null);
            assertThat(broker.publish(List.of(message))).allMatch(Answer::isDone);
        }
    }

    private static Consumer consumer(Broker broker) {
        return broker.consume(new ConsumerOptions("worker@test", 100, false));
    }

    private Delivery next(Consumer consumer) {
        try {
            List<Delivery> got = consumer.receive(Set.of(this.queue), 1, SOON);
            assertThat(got).hasSize(1);
            return got.get(0);
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** As a worker dies: its channel ends with what was on it. */
    private static void die(Delivery held) {
        ((RabbitDelivery) held).lane().close();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G5")
    @Tag("G8")
    void everyDeathIsCountedByWhoeverIsNext(QueueType type) {
        publish(open(type), "poison");
        for (int death = 1; death <= 5; death++) {
            Delivery held = next(consumer(this.brokers.open()));
            assertThat(held.deliveries()).isEqualTo(death);
            assertThat(((Content.Readable) held.content()).message().headers().text("x-own")).isEqualTo("kept");
            die(held);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G5")
    void whatADeadWorkerHeldIsBackAtOnce(QueueType type) {
        publish(open(type), "a", "b", "c");
        Consumer dead = consumer(this.brokers.open());
        next(dead);
        Delivery last = next(dead);
        long before = System.nanoTime();
        die(last);
        Consumer alive = consumer(this.brokers.open());
        Set<String> ids = Set.of(id(next(alive)), id(next(alive)), id(next(alive)));
        assertThat(ids).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G8")
    void releasesElsewhereCountOnceAtMost(QueueType type) {
        publish(open(type), "a");
        for (int release = 1; release <= 6; release++) {
            Consumer consumer = consumer(this.brokers.open());
            Delivery held = next(consumer);
            assertThat(held.deliveries()).isLessThanOrEqualTo(2);
            assertThat(consumer.settle(List.of(Completion.of(held, Settlement.release()))))
                .containsExactly(Answer.done());
            consumer.close();
        }
    }

    private static String id(Delivery delivery) {
        return ((Content.Readable) delivery.content()).message().id();
    }

}
