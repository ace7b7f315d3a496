package io.taskqueue.rabbit;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskCall;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.RabbitServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints the figures of RabbitMQ. Time decides nothing here; that every task ran does.
 * Run it alone, on a quiet machine:
 * {@code mvn -pl taskqueue-core test -Dtest=RabbitFiguresTests -Pendurance}.
 */
class RabbitFiguresTests {

    private static final Duration SOON = Duration.ofSeconds(120);

    private final boolean endurance = Scale.current().tasks() > 1_000;

    private final int calls = this.endurance ? 1_000 : 200;

    private final String queue = "figures-" + UUID.randomUUID();

    private final Shop shop = new Shop();

    private CachingConnectionFactory factory;

    private RabbitConnections connections;

    @BeforeEach
    void connect() {
        this.factory = new CachingConnectionFactory(URI.create(RabbitServer.url()));
        this.connections = new RabbitConnections(this.factory, Duration.ofSeconds(30));
    }

    @AfterEach
    void disconnect() throws IOException {
        Channel channel = this.connections.consuming();
        channel.queueDelete(this.queue);
        RabbitConnections.close(channel);
        this.factory.destroy();
    }

    private Engine engine() {
        return Engine.with(this.shop)
            .broker(new RabbitBroker(this.connections, RabbitBroker.Options.DEFAULT, MessageCodec.standard(),
                    TimeSource.system()))
            .build();
    }

    private void work(Engine engine, int concurrency) {
        engine.work((options) -> options.queues(List.of(this.queue)).concurrency(concurrency));
    }

    @Test
    @Tag("G11")
    void printsHowSoonABodyBeginsThoughManyWait() throws Exception {
        int waiting = this.endurance ? 20_000 : 2_000;
        try (Engine engine = engine()) {
            work(engine, 2);
            warmUp(engine);
            plainRound();
            List<Double> plain = new ArrayList<>();
            List<Double> ours = new ArrayList<>();
            for (int i = 0; i < (this.endurance ? 5 : 1); i++) {
                plain.add(plainRound());
                ours.add(round(engine));
            }
            print("median publish to handler at 200/s by the plain client: %.3f ms", median(plain));
            print("median delay to body at 200/s: %.3f ms", median(ours));
            List<TaskCall<Void>> later = IntStream.range(0, waiting)
                .mapToObj(
                        (i) -> engine.tasks.signature(Shop::count, i).queue(this.queue).countdown(Duration.ofHours(1)))
                .toList();
            engine.tasks.delayAll(later);
            print("the same with " + waiting + " waiting: %.3f ms", median(engine));
        }
        assertThat(this.shop.runs).hasValue(0);
    }

    private double median(Engine engine) {
        List<Double> medians = new ArrayList<>();
        for (int i = 0; i < (this.endurance ? 5 : 1); i++) {
            medians.add(round(engine));
        }
        return median(medians);
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    /** As after a while of work, when all of it is compiled. */
    private void warmUp(Engine engine) {
        int tasks = this.endurance ? 40_000 : 1_000;
        List<TaskCall<Void>> some = IntStream.range(0, tasks)
            .mapToObj((i) -> engine.tasks.signature(Shop::count, i).queue(this.queue))
            .toList();
        for (int i = 0; i < tasks; i += 1_000) {
            engine.tasks.delayAll(some.subList(i, i + 1_000));
        }
        Awaitility.await().atMost(SOON).until(() -> this.shop.runs.get() == tasks);
        this.shop.runs.set(0);
        round(engine);
    }

    private double round(Engine engine) {
        for (int i = 0; i < this.calls; i++) {
            engine.tasks.signature(Shop::measure, System.nanoTime()).queue(this.queue).apply();
            LockSupport.parkNanos(5_000_000);
        }
        return medianLatency();
    }

    /** The same bytes, durable and confirmed, on connections of their own. */
    private double plainRound() throws Exception {
        String plain = this.queue + "-plain";
        Channel out = this.connections.publishing();
        Channel in = this.connections.consuming();
        out.queueDeclare(plain, true, false, false, null);
        out.confirmSelect();
        in.basicQos(4);
        in.basicConsume(plain, false, (tag, delivery) -> {
            long sent = (long) delivery.getProperties().getHeaders().get("sent");
            this.shop.latencies.add(System.nanoTime() - sent);
            in.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
        }, (tag) -> {
        });
        for (int i = 0; i < this.calls; i++) {
            out.basicPublish("", plain, true,
                    new AMQP.BasicProperties.Builder().deliveryMode(2)
                        .headers(Map.of("sent", System.nanoTime()))
                        .build(),
                    new byte[300]);
            out.waitForConfirms(10_000);
            LockSupport.parkNanos(5_000_000);
        }
        double median = medianLatency();
        out.queueDelete(plain);
        RabbitConnections.close(in);
        RabbitConnections.close(out);
        return median;
    }

    private double medianLatency() {
        Awaitility.await().atMost(SOON).until(() -> this.shop.latencies.size() == this.calls);
        List<Long> sorted = this.shop.latencies.stream().sorted().toList();
        this.shop.latencies.clear();
        return sorted.get(this.calls / 2) / 1e6;
    }

    @Test
    void printsHowFastNoOpsDrainAndCallsAreConfirmed() {
        int tasks = this.endurance ? 50_000 : 5_000;
        try (Engine engine = engine()) {
            List<TaskCall<Void>> calls = IntStream.range(0, tasks)
                .mapToObj((i) -> engine.tasks.signature(Shop::count, i).queue(this.queue))
                .toList();
            long start = System.nanoTime();
            for (int i = 0; i < tasks; i += 1_000) {
                engine.tasks.delayAll(calls.subList(i, i + 1_000));
            }
            print("%.0f calls/s in batches of 1,000", tasks / seconds(start));
            start = System.nanoTime();
            work(engine, 10);
            while (this.shop.runs.get() < tasks) {
                LockSupport.parkNanos(1_000_000);
            }
            print("%.0f no-ops/s drained, results ignored", tasks / seconds(start));
            start = System.nanoTime();
            for (int i = 0; i < tasks / 10; i++) {
                engine.tasks.signature(Shop::count, i).queue(this.queue).apply();
            }
            print("%.0f calls/s with a confirm each", tasks / 10 / seconds(start));
            Awaitility.await().atMost(SOON).until(() -> this.shop.runs.get() == tasks + tasks / 10);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String words, double figure) {
        System.out.println("figure: RabbitMQ: " + words.formatted(figure));
    }

    static class Shop {

        private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();

        private final AtomicInteger runs = new AtomicInteger();

        @SharedTask(ignoreResult = true)
        void measure(long calledNanos) {
            this.latencies.add(System.nanoTime() - calledNanos);
        }

        @SharedTask(ignoreResult = true)
        void count(int number) {
            this.runs.incrementAndGet();
        }

    }

}
