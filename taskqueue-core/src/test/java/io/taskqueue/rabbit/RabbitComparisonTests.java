package io.taskqueue.rabbit;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskCall;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.redis.RedisConnections;
import io.taskqueue.redis.RedisResultBackend;
import io.taskqueue.result.DiscardingResultBackend;
import io.taskqueue.servers.Celery;
import io.taskqueue.servers.RabbitServer;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints how fast RabbitMQ is through this library, through its plain client with the
 * same bytes, and through Celery, one after the other on one server. Time decides
 * nothing.
 */
class RabbitComparisonTests {

    private final int tasks = (Scale.current().tasks() > 1_000) ? 20_000 : 300;

    private final String queue = "compared-" + UUID.randomUUID();

    private final Shop shop = new Shop();

    private CachingConnectionFactory factory;

    private RabbitConnections connections;

    private Channel raw;

    @BeforeEach
    void connect() throws Exception {
        this.factory = new CachingConnectionFactory(URI.create(RabbitServer.url()));
        this.connections = new RabbitConnections(this.factory, Duration.ofSeconds(60));
        this.raw = this.connections.publishing();
        this.raw.queueDeclare(this.queue, true, false, false, null);
    }

    @AfterEach
    void disconnect() throws Exception {
        this.raw.queueDelete(this.queue);
        this.raw.close();
        this.factory.destroy();
    }

    private Engine.Builder engine() {
        return Engine.with(this.shop)
            .broker(new RabbitBroker(this.connections, RabbitBroker.Options.DEFAULT, MessageCodec.standard(),
                    TimeSource.system()));
    }

    private List<TaskCall<Integer>> calls(Engine engine) {
        return calls(engine, this.queue);
    }

    private List<TaskCall<Integer>> calls(Engine engine, String queue) {
        return IntStream.range(0, this.tasks)
            .mapToObj((number) -> engine.tasks.signature(Shop::add, number, 1).queue(queue))
            .toList();
    }

    private long left(String queue) throws Exception {
        return this.raw.queueDeclarePassive(queue).getMessageCount();
    }

    private void awaitEmpty(String queue) throws Exception {
        while (left(queue) > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void awaitRuns() {
        while (this.shop.runs.get() < this.tasks) {
            LockSupport.parkNanos(1_000_000);
        }
        this.shop.runs.set(0);
    }

    @Test
    void printsConfirmedCallsBesideThePlainClient() throws Exception {
        try (Engine engine = engine().build()) {
            engine.tasks.signature(Shop::add, 0, 1).queue(this.queue).apply();
            GetResponse sample = this.raw.basicGet(this.queue, true);
            this.raw.confirmSelect();
            int singles = this.tasks / 10;
            for (int round = 0; round < 3; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < singles; i++) {
                    this.raw.basicPublish("", this.queue, true, sample.getProps(), sample.getBody());
                    this.raw.waitForConfirms(60_000);
                }
                print("plain client, a confirm each", singles, start);
                start = System.nanoTime();
                for (int i = 0; i < singles; i++) {
                    engine.tasks.signature(Shop::add, i, 1).queue(this.queue).apply();
                }
                print("delay, a confirm each", singles, start);
                start = System.nanoTime();
                callFrom(8, engine);
                print("delay from eight threads", 8 * singles, start);
                start = System.nanoTime();
                for (int i = 0; i < this.tasks; i++) {
                    this.raw.basicPublish("", this.queue, true, sample.getProps(), sample.getBody());
                }
                this.raw.waitForConfirms(60_000);
                print("plain client, one wait for all", this.tasks, start);
                List<TaskCall<Integer>> calls = calls(engine);
                start = System.nanoTime();
                engine.tasks.delayAll(calls);
                print("delayAll", this.tasks, start);
            }
        }
        assertThat(left(this.queue)).isEqualTo(3L * (2 * this.tasks + 10 * (this.tasks / 10)));
    }

    private void callFrom(int threads, Engine engine) throws InterruptedException {
        List<Thread> callers = IntStream.range(0, threads).mapToObj((caller) -> new Thread(() -> {
            for (int i = 0; i < this.tasks / 10; i++) {
                engine.tasks.signature(Shop::add, i, 1).queue(this.queue).apply();
            }
        })).toList();
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }
    }

    @Test
    void printsDrainsBesideThePlainClient() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (Engine engine = engine().results(new DiscardingResultBackend()).build()) {
                engine.tasks.delayAll(calls(engine));
                long cpu = cpu();
                long start = System.nanoTime();
                drainRaw();
                print("plain client drains, prefetch 110, an acknowledgement each", this.tasks, start);
                printCpu("plain client", cpu);
                engine.tasks.delayAll(calls(engine));
                cpu = cpu();
                start = System.nanoTime();
                engine.work((options) -> options.queues(List.of(this.queue)).concurrency(10));
                awaitRuns();
                print("taskqueue drains, results discarded", this.tasks, start);
                printCpu("taskqueue", cpu);
            }
        }
        assertThat(this.shop.runs).hasValue(0);
    }

    private void drainRaw() throws Exception {
        Channel channel = this.connections.consuming();
        CountDownLatch left = new CountDownLatch(this.tasks);
        channel.basicQos(110);
        channel.basicConsume(this.queue, false, new DefaultConsumer(channel) {

            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                    throws IOException {
                channel.basicAck(envelope.getDeliveryTag(), false);
                left.countDown();
            }

        });
        assertThat(left.await(120, TimeUnit.SECONDS)).isTrue();
        channel.close();
    }

    @Test
    void printsDrainsBesideCelery() throws Exception {
        try (RedisProcess redis = RedisServer.start()) {
            RedisConnections results = RedisConnections.like(new LettuceConnectionFactory("127.0.0.1", redis.port()),
                    Duration.ofSeconds(5));
            for (int round = 0; round < 2; round++) {
                try (Engine engine = engine()
                    .results(new RedisResultBackend(results,
                            new RedisResultBackend.Options("", Duration.ofHours(1), Duration.ofHours(1), 0),
                            TimeSource.system()))
                    .build()) {
                    // what it has taken when it ends comes back whenever its connection
                    // has closed, so it has a queue of its own
                    String celerys = this.queue + "-celery-" + round;
                    engine.tasks.delayAll(calls(engine, celerys));
                    Celery celery = Celery.worker(RabbitServer.url(), redis.url(), celerys, "-P", "prefork", "-c",
                            "10");
                    try {
                        long taken = this.tasks - left(celerys);
                        long start = System.nanoTime();
                        awaitEmpty(celerys);
                        print("Celery drains", this.tasks - (int) taken, start);
                    }
                    finally {
                        celery.close();
                    }
                    this.raw.queueDelete(celerys);
                    engine.tasks.delayAll(calls(engine));
                    long start = System.nanoTime();
                    engine.work((options) -> options.queues(List.of(this.queue)).concurrency(10));
                    awaitRuns();
                    print("taskqueue drains, results in Redis", this.tasks, start);
                }
            }
            results.close();
        }
        assertThat(this.shop.runs).hasValue(0);
    }

    /** What this process has had of the processors, in nanoseconds. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
    }

    private void printCpu(String who, long before) {
        System.out.printf("figure: RabbitMQ: %s: %.1f µs of CPU a task%n", who, (cpu() - before) / 1e3 / this.tasks);
    }

    private static void print(String what, int count, long start) {
        System.out.printf("figure: RabbitMQ: %s: %.0f/s%n", what, count / ((System.nanoTime() - start) / 1e9));
    }

    static class Shop {

        private final AtomicInteger runs = new AtomicInteger();

        @SharedTask("tasks.add")
        int add(int one, int other) {
            this.runs.incrementAndGet();
            return one + other;
        }

    }

}
