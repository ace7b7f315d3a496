package io.taskqueue.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.message.Due;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What every {@link Broker} promises. */
public abstract class BrokerContract extends BrokerScenario {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Duration BRIEF = Duration.ofMillis(50);

    /** What the wall clock says that the broker reads in this process. */
    protected abstract Instant now();

    @Test
    void handsOutWhatWasPublished() {
        publish("a");
        Delivery delivery = receive(consumer(), 1).get(0);
        assertThat(id(delivery)).isEqualTo("a");
        assertThat(delivery.queue()).isEqualTo(this.queue);
        assertThat(delivery.deliveries()).isOne();
        assertThat(delivery.token()).isNotEmpty();
    }

    @Test
    void keepsMessageAsItCame() {
        TaskHeaders headers = TaskHeaders.of(Map.of("x-unknown", List.of("ä", 1, true), TaskHeaders.ROOT_ID, "root"));
        Payload payload = new Payload(new byte[] { 0, 1, -1, 127 }, "application/x-own", "binary", null);
        TaskMessage sent = new TaskMessage("a", "shop.täsk", this.queue, payload, headers, 7, null,
                Instant.parse("2100-01-01T00:00:00Z"));
        publish(List.of(sent));
        TaskMessage got = ((Content.Readable) receive(consumer(), 1).get(0).content()).message();
        assertThat(got.id()).isEqualTo(sent.id());
        assertThat(got.task()).isEqualTo(sent.task());
        assertThat(got.payload()).isEqualTo(sent.payload());
        assertThat(got.headers().asMap()).containsAllEntriesOf(headers.asMap());
        assertThat(got.priority()).isEqualTo(7);
        assertThat(got.expires()).isEqualTo(sent.expires());
    }

    @Test
    @Tag("G10")
    protected void handsOutInOrderOfArrival() {
        List<String> ids = ids("m", 1_000);
        for (int i = 0; i < 1_000; i += 10) {
            publish(ids.subList(i, i + 10).stream().map(this::message).toList());
        }
        Consumer consumer = consumer();
        List<String> got = new ArrayList<>();
        while (got.size() < 1_000) {
            List<Delivery> some = receive(consumer, Math.min(7, 1_000 - got.size()));
            got.addAll(ids(some));
            acknowledge(consumer, some);
        }
        assertThat(got).isEqualTo(ids);
    }

    @Test
    @Tag("G10")
    protected void handsOutHigherPriorityFirst() {
        publish(List.of(priority(message("low"), 0), priority(message("middle"), 5), priority(message("high"), 9),
                priority(message("high-too"), 9)));
        assertThat(ids(receive(consumer(), 4))).containsExactly("high", "high-too", "middle", "low");
    }

    @Test
    protected void unsetPriorityIsTheLowest() {
        publish(List.of(message("unset"), priority(message("one"), 1), priority(message("zero"), 0)));
        assertThat(ids(receive(consumer(), 3))).containsExactly("one", "unset", "zero");
    }

    @Test
    void takesNoMoreThanTheLimit() {
        publish("a", "b", "c");
        Consumer consumer = consumer();
        assertThat(receive(consumer, List.of(this.queue), 2, SOON)).hasSizeBetween(1, 2);
        assertThat(receive(consumer, List.of(this.queue), 0, Duration.ZERO)).isEmpty();
    }

    @Test
    void takesFromQueuesInTurn() {
        String other = this.queue + "-other";
        for (String id : ids("m", 20)) {
            publish(List.of(message(id), message(id, other)));
        }
        Consumer consumer = consumer();
        List<Delivery> first = receive(consumer, List.of(this.queue, other), 10);
        assertThat(first).extracting(Delivery::queue).contains(this.queue, other);
        assertThat(receive(consumer, List.of(this.queue, other), 30)).hasSize(30);
    }

    @Test
    void strictConsumerEmptiesTheFirstQueueFirst() {
        String other = this.queue + "-other";
        for (String id : ids("m", 20)) {
            publish(List.of(priority(message(id, other), 9), message(id)));
        }
        Consumer strict = consumer(new ConsumerOptions("worker@test", 100, true));
        assertThat(receive(strict, List.of(this.queue, other), 20)).extracting(Delivery::queue)
            .containsOnly(this.queue);
        assertThat(receive(strict, List.of(this.queue, other), 20)).extracting(Delivery::queue).containsOnly(other);
    }

    @Test
    void unknownQueueIsEmpty() {
        assertThat(receive(consumer(), List.of(this.queue + "-nobody-knows"), 1, Duration.ZERO)).isEmpty();
    }

    @Test
    void waitingReceiverGetsWhatIsPublished() throws Exception {
        Consumer consumer = consumer();
        Future<List<Delivery>> waiting = receiveLater(consumer, 10, LONG);
        publish("a");
        assertThat(ids(waiting.get(SOON.toSeconds(), TimeUnit.SECONDS))).containsExactly("a");
    }

    @Test
    void waitingEndsWithItsPatience() {
        long before = System.nanoTime();
        assertThat(receive(consumer(), List.of(this.queue), 1, Duration.ofMillis(200))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofMillis(150),
                Duration.ofSeconds(5));
    }

    @Test
    void closingWakesWhoWaits() throws Exception {
        Consumer consumer = consumer();
        Future<List<Delivery>> waiting = receiveLater(consumer, 10, LONG);
        consumer.close();
        assertThat(waiting.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void interruptedReceiverTakesNothing() throws Exception {
        Consumer consumer = consumer();
        CountDownLatch thrown = new CountDownLatch(1);
        Thread receiver = new Thread(() -> {
            try {
                consumer.receive(List.of(this.queue), 10, LONG);
            }
            catch (InterruptedException expected) {
                thrown.countDown();
            }
        });
        receiver.start();
        Awaitility.await().atMost(SOON).until(() -> receiver.getState() == Thread.State.TIMED_WAITING);
        receiver.interrupt();
        assertThat(thrown.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        publish("a");
        assertThat(ids(receive(consumer(), 1))).containsExactly("a");
    }

    @Test
    void pausedReceiverLeavesWhatComesToOthers() {
        Consumer pausing = consumer();
        assertThat(receive(pausing, List.of(this.queue), 10, BRIEF)).isEmpty();
        pausing.pause();
        publish("a");
        assertThat(ids(receive(consumer(), 1))).containsExactly("a");
        publish("b");
        assertThat(ids(receive(pausing, 1))).containsExactly("b");
    }

    @Test
    void queueThatIsAskedForNoMoreIsLeftToOthers() {
        Consumer picky = consumer();
        String other = this.queue + "-other";
        assertThat(receive(picky, List.of(this.queue, other), 10, BRIEF)).isEmpty();
        assertThat(receive(picky, List.of(other), 10, BRIEF)).isEmpty();
        publish("a");
        assertThat(receive(picky, List.of(other), 10, BRIEF)).isEmpty();
        assertThat(ids(receive(consumer(), 1))).containsExactly("a");
    }

    @Test
    void whoAsksForNoQueueWaitsAllTheSame() {
        Consumer idle = consumer();
        assertThat(receive(idle, List.of(this.queue), 10, BRIEF)).isEmpty();
        long start = System.nanoTime();
        assertThat(receive(idle, List.of(), 10, BRIEF)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(BRIEF.dividedBy(2));
        publish("a");
        assertThat(receive(idle, List.of(), 10, BRIEF)).isEmpty();
        assertThat(ids(receive(consumer(), 1))).containsExactly("a");
    }

    @Test
    void whoAsksForLessGetsNoMoreThanThat() {
        Consumer modest = consumer();
        assertThat(receive(modest, List.of(this.queue), 10, BRIEF)).isEmpty();
        assertThat(receive(modest, List.of(this.queue), 1, BRIEF)).isEmpty();
        publish("a", "b", "c");
        assertThat(receive(modest, List.of(this.queue), 1, SOON)).hasSize(1);
        assertThat(receive(consumer(), 2)).hasSize(2);
    }

    @Test
    @Tag("G3")
    void waitingReceiverOfManyQueuesGetsEachMessageOnce() throws Exception {
        List<String> queues = ids(this.queue, 5);
        List<String> ids = ids("m", 500);
        Consumer consumer = consumer();
        List<String> got = new ArrayList<>();
        Future<?> receiving = threads().submit(() -> {
            while (got.size() < ids.size()) {
                List<Delivery> some = consumer.receive(queues, 5, LONG);
                got.addAll(ids(some));
                acknowledge(consumer, some);
            }
            return null;
        });
        Random random = new Random(7);
        for (String id : ids) {
            publish(List.of(message(id, queues.get(random.nextInt(queues.size())))));
        }
        receiving.get(60, TimeUnit.SECONDS);
        assertThat(got).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(receive(consumer, queues, 5, BRIEF)).isEmpty();
    }

    @Test
    void acknowledgedMessageIsGone() {
        publish("a");
        Consumer consumer = consumer();
        acknowledge(consumer, receive(consumer, 1));
        consumer.close();
        assertThat(receiveNow(consumer())).isEmpty();
    }

    @Test
    void settlingAloneSendsNoFollowUps() {
        publish("a");
        Consumer consumer = consumer();
        Delivery held = receive(consumer, 1).get(0);
        Completion completion = new Completion(held, null, List.of(message("next")), Settlement.acknowledge());
        assertThat(consumer.settle(List.of(completion))).containsExactly(Answer.done());
        assertThat(receiveNow(consumer)).isEmpty();
    }

    @Test
    void messageOnLoanIsNotLentTwice() {
        publish("a");
        receive(consumer(), 1);
        assertThat(receiveNow(consumer())).isEmpty();
    }

    @Test
    @Tag("G8")
    protected void releasedMessageGoesFirstAndUncounted() {
        publish("a", "b", "c");
        Consumer consumer = consumer();
        release(consumer, receive(consumer, 1));
        List<Delivery> again = receive(consumer, 3);
        assertThat(ids(again)).containsExactly("a", "b", "c");
        assertThat(again).extracting(Delivery::deliveries).containsOnly(1);
    }

    @Test
    @Tag("G10")
    protected void releasedMessagesKeepTheirOrder() {
        publish(List.of(message("a"), message("b"), priority(message("urgent"), 9), message("c")));
        Consumer consumer = consumer();
        List<Delivery> held = receive(consumer, 3);
        assertThat(ids(held)).containsExactly("urgent", "a", "b");
        release(consumer, held);
        assertThat(ids(receive(consumer, 4))).containsExactly("urgent", "a", "b", "c");
    }

    @Test
    protected void closedConsumerGivesBackUncounted() {
        publish("a", "b", "c");
        Consumer consumer = consumer();
        receive(consumer, 2);
        consumer.close();
        List<Delivery> again = receive(consumer(), 3);
        assertThat(ids(again)).containsExactly("a", "b", "c");
        assertThat(again).extracting(Delivery::deliveries).containsOnly(1);
    }

    @Test
    void closedConsumerNeitherReceivesNorSettles() {
        publish("a");
        Consumer consumer = consumer();
        List<Delivery> held = receive(consumer, 1);
        consumer.close();
        assertThat(receive(consumer, List.of(this.queue), 1, LONG)).isEmpty();
        assertThat(fates(settle(consumer, Settlement.acknowledge(), held))).containsExactly(Answer.Fate.FENCED);
        assertThat(ids(receive(consumer(), 1))).containsExactly("a");
    }

    @Test
    void secondSettlementIsFenced() {
        publish("a", "b");
        Consumer consumer = consumer();
        List<Delivery> held = receive(consumer, 2);
        acknowledge(consumer, held.subList(0, 1));
        assertThat(fates(settle(consumer, Settlement.release(), held))).containsExactly(Answer.Fate.FENCED,
                Answer.Fate.DONE);
        assertThat(ids(receive(consumer, 1))).containsExactly("b");
        assertThat(receiveNow(consumer)).isEmpty();
    }

    @Test
    void strangerCannotSettle() {
        publish("a");
        Consumer owner = consumer();
        List<Delivery> held = receive(owner, 1);
        assertThat(fates(settle(consumer(), Settlement.acknowledge(), held))).containsExactly(Answer.Fate.FENCED);
        acknowledge(owner, held);
    }

    @Test
    void formerLoanIsFencedAfterItsRelease() {
        publish("a");
        Consumer consumer = consumer();
        List<Delivery> first = receive(consumer, 1);
        release(consumer, first);
        List<Delivery> second = receive(consumer, 1);
        assertThat(second.get(0).token()).isNotEqualTo(first.get(0).token());
        assertThat(fates(settle(consumer, Settlement.acknowledge(), first))).containsExactly(Answer.Fate.FENCED);
        acknowledge(consumer, second);
    }

    @Test
    @Tag("G8")
    void earlierCopiesCountAsDeliveries() {
        publish(List.of(message("a").header(TaskHeaders.DELIVERIES, 3)));
        assertThat(receive(consumer(), 1).get(0).deliveries()).isEqualTo(4);
    }

    @Test
    void everyLoanHasANameOfItsOwn() {
        publish(ids("m", 100).stream().map(this::message).toList());
        Set<String> tokens = new HashSet<>();
        receive(consumer(), 50).forEach((delivery) -> tokens.add(delivery.token()));
        receive(consumer(), 50).forEach((delivery) -> tokens.add(delivery.token()));
        assertThat(tokens).hasSize(100);
    }

    @Test
    @Tag("G11")
    void delayedMessageIsNeverEarly() {
        publish(List.of(message("after").after(DELAY)));
        publish(List.of(message("at").at(now().plus(DELAY))));
        Consumer consumer = consumer();
        assertThat(receiveNow(consumer)).isEmpty();
        advance(DELAY.dividedBy(2));
        assertThat(receiveNow(consumer)).isEmpty();
        advance(DELAY.dividedBy(2));
        assertThat(ids(receive(consumer, 2))).containsExactlyInAnyOrder("after", "at");
    }

    @Test
    @Tag("G11")
    void waitingReceiverGetsWhatComesDue() throws Exception {
        publish(List.of(message("a").after(DELAY)));
        Future<List<Delivery>> waiting = receiveLater(consumer(), 1, LONG);
        advance(DELAY);
        assertThat(ids(waiting.get(SOON.toSeconds(), TimeUnit.SECONDS))).containsExactly("a");
    }

    @Test
    void delayedMessagesComeInOrderOfTheirTime() {
        publish(List.of(message("third").after(DELAY.multipliedBy(3)), message("first").after(DELAY),
                message("second").after(DELAY.multipliedBy(2))));
        advance(DELAY.multipliedBy(3));
        assertThat(ids(receive(consumer(), 3))).containsExactly("first", "second", "third");
    }

    @Test
    void whatIsDueAlreadyComesAtOnce() {
        publish(List.of(message("past").at(now().minusSeconds(3_600)), message("zero").after(Duration.ZERO),
                message("negative").due(Due.after(Duration.ofHours(-1)))));
        assertThat(ids(receive(consumer(), 3))).containsExactlyInAnyOrder("past", "zero", "negative");
    }

    @Test
    void farFutureDoesNotOverflow() {
        publish(List.of(message("a").after(Duration.ofDays(365_000)),
                message("b").at(Instant.parse("9999-12-01T00:00:00Z"))));
        advance(DELAY);
        assertThat(receiveNow(consumer())).isEmpty();
    }

    @Test
    @Tag("G19")
    void jumpingWallClockMovesNoDelay() {
        publish(List.of(message("a").after(DELAY)));
        Consumer consumer = consumer();
        jump(Duration.ofHours(1));
        assertThat(receiveNow(consumer)).isEmpty();
        jump(Duration.ofHours(-2));
        advance(DELAY);
        assertThat(ids(receive(consumer, 1))).containsExactly("a");
        jump(Duration.ofHours(1));
    }

    @Test
    @Tag("G3")
    void concurrentConsumersShareEachMessageOnce() throws Exception {
        int threads = 10;
        int total = 20_000;
        Queue<String> got = new ConcurrentLinkedQueue<>();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Consumer consumer = consumer();
            running.add(threads().submit(() -> {
                while (got.size() < total) {
                    List<Delivery> some = consumer.receive(List.of(this.queue), 20, Duration.ofMillis(200));
                    got.addAll(ids(some));
                    acknowledge(consumer, some);
                }
                return null;
            }));
        }
        List<String> ids = ids("m", total);
        for (int i = 0; i < total; i += 100) {
            publish(ids.subList(i, i + 100).stream().map(this::message).toList());
        }
        for (Future<?> end : running) {
            end.get(60, TimeUnit.SECONDS);
        }
        assertThat(got).hasSize(total);
        assertThat(Set.copyOf(got)).isEqualTo(ids.stream().collect(Collectors.toSet()));
    }

    @Test
    @Tag("G1")
    void answersEachMessageInOrder() {
        assertThat(broker().publish(List.of())).isEmpty();
        assertThat(broker().publish(ids("m", 5).stream().map(this::message).toList())).hasSize(5)
            .allMatch(Answer::isDone);
        assertThat(ids(receive(consumer(), 5))).isEqualTo(ids("m", 5));
    }

    @Test
    @Tag("G1")
    void closedBrokerTakesNothingOver() {
        broker().close();
        List<Answer> answers = broker().publish(List.of(message("a"), message("b")));
        assertThat(fates(answers)).containsExactly(Answer.Fate.FAILED, Answer.Fate.FAILED);
        assertThat(answers.get(0).cause()).hasMessageContaining("closed");
    }

    @Test
    void saysWhatItIsInFewWords() {
        assertThat(broker().description()).isNotBlank().hasSizeLessThan(200).doesNotContain("@");
        assertThat(broker().capability(Broker.class)).containsSame(broker());
        assertThat(broker().capability(Runnable.class)).isEmpty();
    }

    @Test
    void consumerHoldsAtLeastOneDelivery() {
        assertThatExceptionOfType(IllegalArgumentException.class)
            .isThrownBy(() -> new ConsumerOptions("worker@test", 0, false));
    }

    /**
     * Receives on another thread, which is in the middle of it, or close to, when this
     * returns.
     */
    private Future<List<Delivery>> receiveLater(Consumer consumer, int limit, Duration patience)
            throws InterruptedException {
        CountDownLatch about = new CountDownLatch(1);
        Future<List<Delivery>> waiting = threads().submit(() -> {
            about.countDown();
            return consumer.receive(List.of(this.queue), limit, patience);
        });
        assertThat(about.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return waiting;
    }

}
