package io.taskqueue.redis;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/** Very many tasks, one after the other, in one process. */
class RedisSoakTests {

    private static final int PARTS = 10;

    /** A heap this small moves by more than a tenth for reasons of its own. */
    private static final long NOISE = 4 * 1024 * 1024;

    @Test
    @Tag("G20")
    void memoryStaysWhereItWas() {
        int part = 10 * Scale.current().tasks();
        Shop shop = new Shop();
        List<Long> used = new ArrayList<>();
        try (RedisProcess server = RedisServer.start();
                RedisConnections connections = TestRedis.connections(server.url());
                Engine engine = engine(shop, connections)) {
            engine.work(4);
            for (int i = 0; i < PARTS; i++) {
                for (int from = 0; from < part; from += 1_000) {
                    engine.tasks.delayAll(Shop::count,
                            IntStream.range(from, Math.min(part, from + 1_000)).boxed().toList());
                }
                int so = (i + 1) * part;
                Awaitility.await().atMost(Duration.ofMinutes(10)).until(() -> shop.runs.get() == so);
                engine.events.clear();
                used.add(oldGeneration());
            }
        }
        System.out.printf("figure: old generation after each tenth of %d tasks, in kB: %s%n", PARTS * part,
                used.stream().map((bytes) -> bytes / 1024).toList());
        long early = used.get(PARTS / 5 - 1);
        assertThat(used.subList(PARTS / 5, PARTS))
            .allSatisfy((later) -> assertThat(later).isLessThan(early + Math.max(NOISE, early / 10)));
    }

    private static Engine engine(Shop shop, RedisConnections connections) {
        return Engine.with(shop)
            .broker(new RedisBroker(connections, RedisBroker.Options.DEFAULT, MessageCodec.standard(),
                    TimeSource.system()))
            .results(new RedisResultBackend(connections,
                    new RedisResultBackend.Options("", Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000),
                    TimeSource.system()))
            .build();
    }

    private static long oldGeneration() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans()
            .stream()
            .filter((pool) -> pool.getName().contains("Old") || pool.getName().contains("Tenured"))
            .mapToLong((MemoryPoolMXBean pool) -> pool.getCollectionUsage().getUsed())
            .sum();
    }

    static class Shop {

        final AtomicInteger runs = new AtomicInteger();

        @SharedTask
        int count(int number) {
            this.runs.incrementAndGet();
            return number;
        }

    }

}
