package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.canvas.TaskMethod;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints the figures of Redis. Time decides nothing here; that every task ran does. Run
 * it alone, on a quiet machine:
 * {@code mvn -pl taskqueue-core test -Dtest=RedisFiguresTests -Pendurance}.
 */
class RedisFiguresTests {

    private static final Duration SOON = Duration.ofSeconds(120);

    private final boolean endurance = Scale.current().tasks() > 1_000;

    private final Shop shop = new Shop();

    private RedisProcess server;

    private RedisConnections connections;

    @BeforeEach
    void start() {
        this.server = RedisServer.start();
        this.connections = TestRedis.connections(this.server.url());
    }

    @AfterEach
    void stop() {
        this.connections.close();
        this.server.close();
    }

    private Engine engine() {
        RedisBroker broker = new RedisBroker(this.connections, RedisBroker.Options.DEFAULT, MessageCodec.standard(),
                TimeSource.system());
        ResultBackend results = new RedisResultBackend(this.connections,
                new RedisResultBackend.Options("", Duration.ofDays(1), Duration.ofDays(1), 10_000),
                TimeSource.system());
        return Engine.with(this.shop).broker(broker).results(results).build();
    }

    @Test
    void printsHowSoonABodyBegins() {
        List<Double> medians = new ArrayList<>();
        try (Engine engine = engine()) {
            engine.work(2);
            warmUp(engine);
            for (int i = 0; i < 5; i++) {
                medians.add(round(engine));
            }
        }
        Collections.sort(medians);
        System.out.printf("figure: delay to body start on Redis at 200/s: median %.3f ms (medians %s)%n",
                medians.get(2), medians.stream().map("%.3f"::formatted).toList());
        assertThat(this.shop.latencies).isEmpty();
    }

    /** As in a process that has been up for a while: what is measured is compiled. */
    private void warmUp(Engine engine) {
        int calls = this.endurance ? 50_000 : 500;
        for (int i = 0; i < calls; i++) {
            engine.tasks.delay(Shop::measure, System.nanoTime());
        }
        Awaitility.await().atMost(SOON).until(() -> this.shop.latencies.size() == calls);
        this.shop.latencies.clear();
    }

    private double round(Engine engine) {
        int calls = this.endurance ? 1_000 : 200;
        for (int i = 0; i < calls; i++) {
            engine.tasks.delay(Shop::measure, System.nanoTime());
            LockSupport.parkNanos(5_000_000);
        }
        Awaitility.await().atMost(SOON).until(() -> this.shop.latencies.size() == calls);
        List<Long> sorted = this.shop.latencies.stream().sorted().toList();
        this.shop.latencies.clear();
        return sorted.get(calls / 2) / 1e6;
    }

    @Test
    void printsHowFastNoOpsDrain() {
        int tasks = this.endurance ? 50_000 : 5_000;
        for (int i = 0; i < (this.endurance ? 5 : 2); i++) {
            System.out.printf("figure: drain of %d no-ops on Redis, results ignored: %.0f tasks/s%n", tasks,
                    drain(tasks, Shop::count));
            System.out.printf("figure: drain of %d no-ops on Redis, results stored: %.0f tasks/s%n", tasks,
                    drain(tasks, Shop::countAndTell));
        }
        assertThat(this.shop.runs).hasValue(0);
    }

    private double drain(int tasks, TaskMethod.Action1<Shop, Integer> method) {
        try (Engine engine = engine()) {
            engine.tasks.delayAll(method, IntStream.range(0, tasks).boxed().toList());
            long start = System.nanoTime();
            engine.work(10);
            while (this.shop.runs.get() < tasks) {
                LockSupport.parkNanos(1_000_000);
            }
            QueueInspection queues = engine.broker.capability(QueueInspection.class).orElseThrow();
            while (queues.depths(Set.of("taskqueue")).get(0).inFlight() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            this.shop.runs.set(0);
            return tasks / seconds;
        }
    }

    static class Shop {

        final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();

        final AtomicInteger runs = new AtomicInteger();

        @SharedTask
        void measure(long calledNanos) {
            this.latencies.add(System.nanoTime() - calledNanos);
        }

        @SharedTask(ignoreResult = true)
        void count(int number) {
            this.runs.incrementAndGet();
        }

        @SharedTask
        void countAndTell(int number) {
            this.runs.incrementAndGet();
        }

    }

}
