package io.taskqueue.memory;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerContract;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Leases;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.broker.Settlement;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MemoryBrokerTests extends BrokerContract {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final MemoryBrokers brokers = new MemoryBrokers();

    @Override
    protected Broker open() {
        return this.brokers.open();
    }

    @Override
    protected void advance(Duration time) {
        this.brokers.time.advance(time);
    }

    @Override
    protected void jump(Duration jump) {
        this.brokers.time.jump(jump);
    }

    @Override
    protected Instant now() {
        return this.brokers.time.now();
    }

    @Test
    @Tag("G20")
    void fullBrokerRefusesUntilOneHasEnded() {
        MemoryBroker small = this.brokers.open(new MemoryBroker.Options(Duration.ofSeconds(30), 2, 1));
        List<Answer> answers = small.publish(List.of(message("a"), message("b").after(DELAY), message("c")));
        assertThat(fates(answers)).containsExactly(Answer.Fate.DONE, Answer.Fate.DONE, Answer.Fate.FAILED);
        assertThat(answers.get(2).cause())
            .isInstanceOfSatisfying(BrokerUnavailableException.class, (full) -> assertThat(full.maybeSent()).isFalse())
            .hasMessageContaining("full")
            .hasMessageContaining("2 messages");
        Consumer consumer = small.consume(new ConsumerOptions("worker@test", 10, false));
        List<Delivery> held = receive(consumer, 1);
        assertThat(fates(small.publish(List.of(message("d"))))).containsExactly(Answer.Fate.FAILED);
        acknowledge(consumer, held);
        assertThat(fates(small.publish(List.of(message("d"))))).containsExactly(Answer.Fate.DONE);
        assertThat(small.purge(this.queue)).isEqualTo(2);
        assertThat(small.publish(List.of(message("e"), message("f")))).allMatch(Answer::isDone);
    }

    @Test
    @Tag("G20")
    void idleQueuesAreForgotten() {
        Consumer consumer = consumer();
        for (int i = 0; i < 5_000; i++) {
            String name = this.queue + i;
            publish(List.of(message("m" + i, name)));
            acknowledge(consumer, receive(consumer, List.of(name), 1));
        }
        assertThat(capability(QueueInspection.class).queues()).hasSizeLessThan(2_000);
    }

    @Test
    void queueForgottenBesideAWaitingReceiverIsServedAgain() throws Exception {
        Receiving receiving = new Receiving(() -> consumer().receive(List.of(this.queue), 1, LONG));
        receiving.awaitWaiting();
        receiveFromManyQueues();
        publish("a");
        assertThat(ids(receiving.result())).containsExactly("a");
    }

    private void receiveFromManyQueues() {
        List<String> queues = IntStream.range(0, 3_000).mapToObj((i) -> this.queue + i).toList();
        assertThat(receive(consumer(), queues, 1, Duration.ZERO)).isEmpty();
        assertThat(receive(consumer(), List.of(this.queue + "-one-more"), 1, Duration.ZERO)).isEmpty();
    }

    @Test
    void idleReceiverWakesWithTheMessageOnly() throws Exception {
        Receiving receiving = new Receiving(() -> consumer().receive(List.of(this.queue), 1, LONG));
        receiving.awaitWaiting();
        long before = receiving.waits();
        publish(IntStream.range(0, 100).mapToObj((i) -> message("m" + i, this.queue + "-other")).toList());
        publish(List.of(message("later", this.queue + "-other").after(Duration.ofHours(1))));
        assertThat(receiving.waits() - before).isLessThanOrEqualTo(1);
        publish("a");
        assertThat(ids(receiving.result())).containsExactly("a");
    }

    @Test
    void eachMessageWakesOneReceiver() throws Exception {
        List<Receiving> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(new Receiving(() -> consumer().receive(List.of(this.queue), 1, LONG)));
            all.get(i).awaitWaiting();
        }
        List<Receiving> others = all.subList(1, 8);
        List<Long> before = others.stream().map(Receiving::waits).toList();
        publish("a");
        // the one that has waited longest
        assertThat(ids(all.get(0).result())).containsExactly("a");
        assertThat(others.stream().map(Receiving::waits).toList()).isEqualTo(before);
        publish(IntStream.range(0, 7).mapToObj((i) -> message("m" + i)).toList());
        for (Receiving receiving : others) {
            assertThat(receiving.result()).hasSize(1);
        }
    }

    @Test
    void receiverThatGivesUpPassesItsWakeUpOn() throws Exception {
        Depot depot = new Depot(MemoryBroker.Options.DEFAULT, TimeSource.system());
        Consumer first = new MemoryConsumer(depot, new ConsumerOptions("worker@test", 10, false));
        Consumer second = new MemoryConsumer(depot, new ConsumerOptions("worker@test", 10, false));
        Receiving leaving = new Receiving(() -> first.receive(List.of(this.queue), 1, LONG));
        leaving.awaitWaiting();
        Receiving staying = new Receiving(() -> second.receive(List.of(this.queue), 1, LONG));
        staying.awaitWaiting();
        depot.lock.lock();
        try {
            // woken, and closed before it comes round
            depot.add(this.queue, new Content.Readable(message("a")), null);
            first.close();
        }
        finally {
            depot.lock.unlock();
        }
        assertThat(leaving.result()).isEmpty();
        assertThat(ids(staying.result())).containsExactly("a");
    }

    @Test
    void anotherReceiverWatchesTheClockWhenOneLeaves() throws Exception {
        try (MemoryBroker real = new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system())) {
            Consumer first = real.consume(new ConsumerOptions("worker@test", 10, false));
            Consumer second = real.consume(new ConsumerOptions("worker@test", 10, false));
            real.publish(List.of(message("due").after(Duration.ofMillis(500))));
            Receiving leaving = new Receiving(() -> first.receive(List.of(this.queue), 1, LONG));
            leaving.awaitWaiting();
            Receiving staying = new Receiving(() -> second.receive(List.of(this.queue), 1, LONG));
            staying.awaitWaiting();
            first.close();
            assertThat(leaving.result()).isEmpty();
            assertThat(ids(staying.result())).containsExactly("due");
        }
    }

    @Test
    @Tag("G11")
    void realTimeWakesWhoWaitsForADueMessage() throws Exception {
        try (MemoryBroker real = new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system())) {
            Consumer consumer = real.consume(new ConsumerOptions("worker@test", 10, false));
            Receiving receiving = new Receiving(() -> consumer.receive(List.of(this.queue), 2, LONG));
            receiving.awaitWaiting();
            long before = System.nanoTime();
            real.publish(List.of(message("after").after(Duration.ofMillis(200))));
            assertThat(ids(receiving.result())).containsExactly("after");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofMillis(200),
                    Duration.ofSeconds(2));
            Instant due = Instant.now().plusMillis(200);
            real.publish(List.of(message("at").at(due)));
            assertThat(ids(receive(consumer, 1))).containsExactly("at");
            assertThat(Instant.now()).isBetween(due, due.plusSeconds(2));
        }
    }

    @Test
    void closingTheBrokerWakesWhoWaits() throws Exception {
        Consumer consumer = consumer();
        Receiving receiving = new Receiving(() -> consumer.receive(List.of(this.queue), 1, LONG));
        receiving.awaitWaiting();
        broker().close();
        assertThat(receiving.result()).isEmpty();
        // rather than at once and for ever
        assertThatExceptionOfType(BrokerUnavailableException.class)
            .isThrownBy(() -> consumer.receive(List.of(this.queue), 1, LONG));
    }

    @Test
    void closingAConsumerWakesIt() throws Exception {
        Consumer consumer = consumer();
        Receiving receiving = new Receiving(() -> consumer.receive(List.of(this.queue), 1, LONG));
        receiving.awaitWaiting();
        consumer.close();
        assertThat(receiving.result()).isEmpty();
    }

    @Test
    void messageReclaimedBehindItsOwnersBackGetsANewToken() {
        publish("a");
        Consumer late = consumer();
        Delivery before = receive(late, 1).get(0);
        advance(LONG);
        capability(Leases.class).reclaim(10);
        Delivery after = receive(late, 1).get(0);
        assertThat(after.token().split("-")[0]).isNotEqualTo(before.token().split("-")[0]);
        assertThat(capability(Leases.class).renew(late)).containsExactly(before.token());
    }

    @Test
    void strangersConsumerIsNotRenewed() {
        try (MemoryBroker other = this.brokers.open()) {
            Consumer stranger = other.consume(new ConsumerOptions("worker@test", 10, false));
            assertThatIllegalArgumentException().isThrownBy(() -> capability(Leases.class).renew(stranger));
        }
    }

    @Test
    void eachBrokerIsAHomeOfItsOwn() {
        String home = capability(ProcessLocal.class).home();
        assertThat(home).isNotBlank().isEqualTo(capability(ProcessLocal.class).home());
        try (MemoryBroker other = this.brokers.open()) {
            assertThat(other.home()).isNotEqualTo(home);
        }
    }

    @Test
    void optionsThatCannotWorkAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryBroker.Options(Duration.ZERO, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryBroker.Options(LONG, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new MemoryBroker.Options(LONG, 1, 0));
    }

    @Test
    void printsHowFastAMillionMessagesPass() {
        int rounds = 5;
        long best = Long.MAX_VALUE;
        try (MemoryBroker real = new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system())) {
            Consumer consumer = real.consume(new ConsumerOptions("worker@test", 500, false));
            for (int i = 0; i < rounds; i++) {
                best = Math.min(best, pass(real, consumer, 1_000_000 / rounds));
            }
            assertThat(real.depths(List.of(this.queue)).get(0)).isEqualTo(new QueueDepth(this.queue, 0, 0, 0, null));
        }
        long each = TimeUnit.SECONDS.toNanos(1_000_000 / rounds) / best;
        System.out.printf("figure: through the memory broker: %d messages/s%n", each);
    }

    private long pass(MemoryBroker real, Consumer consumer, int total) {
        List<TaskMessage> batch = IntStream.range(0, 500).mapToObj((i) -> message("m" + i)).toList();
        long before = System.nanoTime();
        for (int i = 0; i < total; i += batch.size()) {
            real.publish(batch);
            settle(consumer, Settlement.acknowledge(), receive(consumer, List.of(this.queue), 500, Duration.ZERO));
        }
        return System.nanoTime() - before;
    }

    /** A thread that receives. */
    private static final class Receiving {

        private final FutureTask<List<Delivery>> task;

        private final Thread thread;

        Receiving(Callable<List<Delivery>> receive) {
            this.task = new FutureTask<>(receive);
            this.thread = new Thread(this.task);
            this.thread.setDaemon(true);
            this.thread.start();
        }

        void awaitWaiting() {
            Awaitility.await().until(() -> this.thread.getState() == Thread.State.TIMED_WAITING);
        }

        /** How often it has gone to sleep. */
        long waits() {
            return ManagementFactory.getThreadMXBean().getThreadInfo(this.thread.getId()).getWaitedCount();
        }

        List<Delivery> result() throws Exception {
            return this.task.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }

    }

}
