package io.taskqueue.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.taskqueue.TaskTemplate;
import io.taskqueue.benchmarks.BenchmarkWorker.Tasks;

/** How fast calls are made, beside a client that pushes the same bytes. */
final class Enqueue {

    private static final int WARM_UP = 5;

    private static final int ONE_BY_ONE = 20_000;

    private static final int BATCHED = 100_000;

    private static final int BATCH = 1_000;

    private final Server server;

    Enqueue(Server server) {
        this.server = server;
    }

    void print(int rounds) throws Exception {
        Map<String, double[]> rates = new LinkedHashMap<>();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(BenchmarkWorker.class)
            .web(WebApplicationType.NONE)
            .run("--taskqueue.broker.url=" + this.server.url(), "--taskqueue.worker.enabled=false",
                    "--taskqueue.redis.celery-queues=" + Contestant.QUEUE,
                    "--taskqueue.default-queue=" + Contestant.QUEUE, "--logging.level.root=warn",
                    "--spring.main.banner-mode=off", BenchmarkWorker.WITHOUT_DATABASE);
                RedisClient client = RedisClient.create(this.server.url());
                StatefulRedisConnection<byte[], byte[]> raw = client.connect(ByteArrayCodec.INSTANCE)) {
            TaskTemplate tasks = context.getBean(TaskTemplate.class);
            // the first rounds warm up and do not count
            for (int round = -WARM_UP; round < rounds; round++) {
                note(rates, round, rounds, "delay", () -> one(tasks), ONE_BY_ONE);
                byte[] message = this.server.commands().lindex(queue(), 0);
                note(rates, round, rounds, "raw push", () -> pushOne(raw, message), ONE_BY_ONE);
                note(rates, round, rounds, "delayAll of " + BATCH, () -> batched(tasks), BATCHED);
                note(rates, round, rounds, "raw pipelining", () -> pipelined(raw, message), BATCHED);
            }
        }
        System.out.println("Enqueue:\n\n| | calls/s, median | rounds |\n| --- | ---: | --- |");
        rates.forEach((name, all) -> System.out.printf("| %s | %,.0f | %s |%n", name,
                Table.median(Arrays.stream(all).sorted().toArray()),
                Arrays.stream(all).mapToObj("%,.0f"::formatted).collect(Collectors.joining(" "))));
        System.out.println();
    }

    private void note(Map<String, double[]> rates, int round, int rounds, String name, Step step, int calls)
            throws Exception {
        this.server.commands().del(queue());
        long start = System.nanoTime();
        step.run();
        double rate = calls / ((System.nanoTime() - start) / 1e9);
        if (round >= 0) {
            rates.computeIfAbsent(name, (absent) -> new double[rounds])[round] = rate;
        }
    }

    private static void one(TaskTemplate tasks) {
        for (int i = 0; i < ONE_BY_ONE; i++) {
            tasks.delay(Tasks::ignored, i);
        }
    }

    private static void batched(TaskTemplate tasks) {
        for (int i = 0; i < BATCHED; i += BATCH) {
            tasks.delayAll(Tasks::ignored, IntStream.range(i, i + BATCH).boxed().toList());
        }
    }

    private static void pushOne(StatefulRedisConnection<byte[], byte[]> raw, byte[] message) {
        for (int i = 0; i < ONE_BY_ONE; i++) {
            raw.sync().lpush(queue(), message);
        }
    }

    private static void pipelined(StatefulRedisConnection<byte[], byte[]> raw, byte[] message) throws Exception {
        for (int i = 0; i < BATCHED; i += BATCH) {
            List<Future<Long>> replies = new ArrayList<>(BATCH);
            for (int j = 0; j < BATCH; j++) {
                replies.add(raw.async().lpush(queue(), message));
            }
            for (Future<Long> reply : replies) {
                reply.get();
            }
        }
    }

    private static byte[] queue() {
        return Contestant.QUEUE.getBytes(StandardCharsets.UTF_8);
    }

    private interface Step {

        void run() throws Exception;

    }

}
