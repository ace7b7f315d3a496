package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.Scale;
import io.taskqueue.broker.Broker;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.DiscardingResultBackend;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/** What workers ask of Redis while there is nothing to do. */
class RedisIdleTests {

    private static final int WORKERS = 50;

    private static final List<String> QUEUES = IntStream.range(0, 8).mapToObj((i) -> "queue" + i).toList();

    @Test
    @Tag("G20")
    void idleQueueCostsAWorkerLessThanTwoCommandsASecond() {
        try (RedisProcess server = RedisServer.start()) {
            List<Engine> engines = new ArrayList<>();
            List<RedisConnections> connections = new ArrayList<>();
            try {
                for (int i = 0; i < WORKERS; i++) {
                    RedisConnections own = TestRedis.connections(server.url());
                    connections.add(own);
                    Broker broker = new RedisBroker(own, RedisBroker.Options.DEFAULT, MessageCodec.standard(),
                            TimeSource.system());
                    Engine engine = Engine.with(new Object())
                        .broker(broker)
                        .results(new DiscardingResultBackend())
                        .build();
                    engines.add(engine);
                    engine.work((options) -> options.queues(QUEUES).concurrency(2).sweep(Duration.ofSeconds(10)));
                }
                await(Duration.ofSeconds(3));
                long before = commands(server);
                Duration watched = Scale.current().watch();
                await(watched);
                double each = (commands(server) - before) / (double) watched.toSeconds();
                System.out.printf("figure: %d idle workers of %d queues: %.0f commands/s, %.2f for each of a worker's"
                        + " queues%n", WORKERS, QUEUES.size(), each, each / WORKERS / QUEUES.size());
                assertThat(each / WORKERS / QUEUES.size()).isLessThan(2);
            }
            finally {
                engines.forEach(Engine::close);
                connections.forEach(RedisConnections::close);
            }
        }
    }

    private static void await(Duration time) {
        Awaitility.await().atMost(time.multipliedBy(2)).pollDelay(time).until(() -> true);
    }

    /** Those that clients sent; what a script does inside is its own. */
    private static long commands(RedisProcess server) {
        Matcher sent = Pattern
            .compile("cmdstat_(?:evalsha|eval|blmove|ping|publish|subscribe|hello|select|sadd):calls=(\\d+)")
            .matcher(server.cli("INFO", "commandstats"));
        return sent.results().mapToLong((result) -> Long.parseLong(result.group(1))).sum();
    }

}
