package io.taskqueue.rabbit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
import io.taskqueue.servers.RabbitProcess;
import io.taskqueue.servers.RabbitServer;

import static org.assertj.core.api.Assertions.assertThat;

/** A worker that dies, or a broker, between one step and the next. */
class RabbitWindowTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private RabbitBrokers brokers = new RabbitBrokers();

    private String queue = "window-" + this.brokers.options.prefix();

    private RabbitBroker broker;

    @AfterEach
    void clear() {
        this.brokers.close();
    }

    private void open(QueueType type) {
        this.brokers = new RabbitBrokers(RabbitServer.url(), type, null);
        this.queue = "window-" + this.brokers.options.prefix();
        this.broker = this.brokers.open();
    }

    private TaskMessage message(String id) {
        return new TaskMessage(id, "shop.count", this.queue, Payload.json("[[],{},{}]".getBytes()), TaskHeaders.none(),
                null, null, null);
    }

    private void publish(TaskMessage... messages) {
        assertThat(this.broker.publish(List.of(messages))).allMatch(Answer::isDone);
    }

    /** One of another process: it shares nothing with the others but the queue. */
    private Consumer stranger() {
        return consumer(this.brokers.open());
    }

    private static Consumer consumer(RabbitBroker broker) {
        return broker.consume(new ConsumerOptions("worker@test", 100, false));
    }

    private List<Delivery> receive(Consumer consumer, int count) {
        List<Delivery> received = new ArrayList<>();
        Awaitility.await().atMost(SOON).until(() -> {
            received.addAll(consumer.receive(Set.of(this.queue), count - received.size(), Duration.ofSeconds(1)));
            return received.size() == count;
        });
        return received;
    }

    private boolean nothingIn(Consumer consumer) throws InterruptedException {
        return consumer.receive(Set.of(this.queue), 1, Duration.ZERO).isEmpty();
    }

    private static void die(Delivery held) {
        ((RabbitDelivery) held).lane().close();
    }

    private static TaskMessage content(Delivery delivery) {
        return ((Content.Readable) delivery.content()).message();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("W2")
    void whatCameAndWasNotHandedOutIsBackAtOnce(QueueType type) throws Exception {
        open(type);
        publish(message("a"), message("b"), message("c"));
        Consumer dead = stranger();
        Delivery first = receive(dead, 1).get(0);
        die(first);
        Set<String> ids = new HashSet<>();
        receive(stranger(), 3).forEach((delivery) -> ids.add(content(delivery).id()));
        assertThat(ids).containsExactlyInAnyOrder("a", "b", "c");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("W6")
    @Tag("W7")
    @Tag("W9")
    void retryIsThereOnceMoreAfterADeathBeforeTheAcknowledgement(QueueType type) throws Exception {
        open(type);
        publish(message("a"));
        RabbitBroker dying = this.brokers.open();
        Delivery held = receive(consumer(dying), 1).get(0);
        assertThat(dying.publish(List.of(content(held).retry(Duration.ZERO)))).allMatch(Answer::isDone);
        die(held);
        List<Delivery> both = receive(stranger(), 2);
        assertThat(both).extracting((delivery) -> content(delivery).attempt()).containsExactlyInAnyOrder(1, 2);
        assertThat(both).filteredOn((delivery) -> content(delivery).attempt() == 1)
            .extracting(Delivery::deliveries)
            .containsExactly(2);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("W8")
    void whatIsAcknowledgedLeavesNoTraceThoughItsChannelEnds(QueueType type) throws Exception {
        open(type);
        publish(message("a"));
        Consumer consumer = stranger();
        Delivery held = receive(consumer, 1).get(0);
        assertThat(consumer.settle(List.of(Completion.of(held, Settlement.acknowledge()))))
            .containsExactly(Answer.done());
        ((RabbitDelivery) held).lane().flush();
        die(held);
        assertThat(nothingIn(stranger())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("W12")
    void deadLetterMayBeTwiceAndItsMessageIsNotLost(QueueType type) throws Exception {
        open(type);
        publish(message("a"));
        RabbitBroker dying = this.brokers.open();
        RabbitDelivery held = (RabbitDelivery) receive(consumer(dying), 1).get(0);
        assertThat(dying.publisher().send(List.of(dying.letters().bury(held, "nobody can run it"))))
            .allMatch(Answer::isDone);
        die(held);
        Consumer next = stranger();
        Delivery again = receive(next, 1).get(0);
        next.settle(List.of(Completion.of(again, Settlement.deadLetter("nobody can run it"))));
        Awaitility.await().atMost(SOON).until(() -> this.broker.letters().count(this.queue) == 2);
        assertThat(nothingIn(next)).isTrue();
    }

    @Test
    @Tag("W10")
    @Tag("G11")
    void whatWaitsIsThereOnceThoughTheNodeIsKilledMeanwhile() throws Exception {
        try (RabbitProcess rabbit = RabbitServer.start()) {
            this.brokers = new RabbitBrokers(rabbit.url(), QueueType.CLASSIC, null);
            this.queue = "window-" + this.brokers.options.prefix();
            this.broker = this.brokers.open();
            long before = System.nanoTime();
            publish(message("a").after(Duration.ofSeconds(7)), message("b").after(Duration.ofSeconds(3)));
            rabbit.kill();
            rabbit.restart();
            Set<String> ids = new HashSet<>();
            Consumer consumer = stranger();
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                for (Delivery delivery : consumer.receive(Set.of(this.queue), 5, Duration.ofSeconds(1))) {
                    assertThat(ids.add(content(delivery).id())).isTrue();
                }
                return ids.size() == 2;
            });
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
            this.brokers.close();
            this.brokers = new RabbitBrokers();
        }
    }

}
