package io.taskqueue.broker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the contracts of a broker do with it, in few words. Each test has queues of its
 * own.
 */
public abstract class BrokerScenario {

    /** How long a test waits for what must happen. */
    protected static final Duration SOON = Duration.ofSeconds(10);

    /**
     * How long a message is delayed where it is; long enough to look at it in between.
     */
    protected static final Duration DELAY = Duration.ofSeconds(2);

    protected final String queue = "q-" + UUID.randomUUID();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final List<Consumer> consumers = new CopyOnWriteArrayList<>();

    private Broker broker;

    /** Opens the broker under test, with no message in it. */
    protected abstract Broker open();

    /** Lets this much time pass for the broker. */
    protected abstract void advance(Duration time);

    /**
     * Sets the wall clock that the broker reads in this process, while no time passes.
     */
    protected abstract void jump(Duration jump);

    @BeforeEach
    void openBroker() {
        this.broker = open();
    }

    @AfterEach
    void closeBroker() throws InterruptedException {
        this.consumers.forEach(Consumer::close);
        this.broker.close();
        this.threads.shutdownNow();
        assertThat(this.threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    protected final Broker broker() {
        return this.broker;
    }

    protected final <T> T capability(Class<T> type) {
        return this.broker.capability(type).orElseThrow();
    }

    protected final ExecutorService threads() {
        return this.threads;
    }

    protected final Consumer consumer() {
        return consumer(new ConsumerOptions("worker@test", 10_000, false));
    }

    protected final Consumer consumer(ConsumerOptions options) {
        Consumer consumer = this.broker.consume(options);
        this.consumers.add(consumer);
        return consumer;
    }

    protected final TaskMessage message(String id) {
        return message(id, this.queue);
    }

    protected static TaskMessage message(String id, String queue) {
        byte[] body = "[[], {}, {}]".getBytes(StandardCharsets.UTF_8);
        return new TaskMessage(id, "shop.count", queue, Payload.json(body), TaskHeaders.none(), null, null, null);
    }

    protected static TaskMessage priority(TaskMessage message, int priority) {
        return new TaskMessage(message.id(), message.task(), message.queue(), message.payload(), message.headers(),
                priority, message.due(), message.expires());
    }

    /** Ids with this prefix, in order. */
    protected static List<String> ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj((i) -> prefix + i).toList();
    }

    protected final void publish(String... ids) {
        publish(Arrays.stream(ids).map(this::message).toList());
    }

    protected final void publish(Collection<TaskMessage> messages) {
        assertThat(this.broker.publish(messages)).hasSameSizeAs(messages).allMatch(Answer::isDone);
    }

    /** Receives exactly so many, or fails. */
    protected final List<Delivery> receive(Consumer consumer, int count) {
        return receive(consumer, List.of(this.queue), count);
    }

    protected final List<Delivery> receive(Consumer consumer, List<String> queues, int count) {
        List<Delivery> received = new ArrayList<>();
        long end = System.nanoTime() + SOON.toNanos();
        while (received.size() < count && System.nanoTime() < end) {
            received.addAll(receive(consumer, queues, count - received.size(), Duration.ofSeconds(1)));
        }
        assertThat(received).hasSize(count);
        return received;
    }

    protected final List<Delivery> receive(Consumer consumer, List<String> queues, int limit, Duration patience) {
        try {
            return consumer.receive(queues, limit, patience);
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** What there is to receive without waiting. */
    protected final List<Delivery> receiveNow(Consumer consumer) {
        return receive(consumer, List.of(this.queue), 1_000, Duration.ZERO);
    }

    protected static List<Answer> settle(Consumer consumer, Settlement settlement, Collection<Delivery> deliveries) {
        return consumer.settle(deliveries.stream().map((delivery) -> Completion.of(delivery, settlement)).toList());
    }

    protected static void acknowledge(Consumer consumer, Collection<Delivery> deliveries) {
        assertThat(settle(consumer, Settlement.acknowledge(), deliveries)).allMatch(Answer::isDone);
    }

    protected static void release(Consumer consumer, Collection<Delivery> deliveries) {
        assertThat(settle(consumer, Settlement.release(), deliveries)).allMatch(Answer::isDone);
    }

    protected static List<Answer.Fate> fates(Collection<Answer> answers) {
        return answers.stream().map(Answer::fate).toList();
    }

    protected static String id(Delivery delivery) {
        return ((Content.Readable) delivery.content()).message().id();
    }

    protected static List<String> ids(Collection<Delivery> deliveries) {
        return deliveries.stream().map(BrokerScenario::id).toList();
    }

}
