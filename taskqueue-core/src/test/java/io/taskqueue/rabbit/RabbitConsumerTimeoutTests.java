package io.taskqueue.rabbit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

import io.taskqueue.SharedTask;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.rabbit.RabbitBroker.QueueType;
import io.taskqueue.servers.RabbitProcess;
import io.taskqueue.servers.RabbitServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A RabbitMQ whose patience with workers ends after seconds, and a body that is slower.
 */
class RabbitConsumerTimeoutTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RabbitProcess rabbit = RabbitServer.start("consumer_timeout = " + PATIENCE.toMillis());

    private final CachingConnectionFactory factory = new CachingConnectionFactory(URI.create(this.rabbit.url()));

    private final Shop shop = new Shop();

    private Engine engine;

    @AfterEach
    void close() {
        this.shop.patience.countDown();
        this.engine.close();
        this.factory.destroy();
        this.rabbit.close();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G3")
    @Tag("G5")
    void bodyThatOutlivesItRunsOnceAndHarmsNoOther(QueueType type) {
        this.engine = Engine.with(this.shop)
            .broker(new RabbitBroker(new RabbitConnections(this.factory, Duration.ofSeconds(5)),
                    new RabbitBroker.Options(type, null, QueueType.QUORUM, PATIENCE, 100, ""), MessageCodec.standard(),
                    TimeSource.system()))
            .build();
        this.engine.work((options) -> options.queues(List.of("mail")).concurrency(2));
        this.engine.tasks.signature(Shop::waitLong, 1).queue("mail").apply();
        Awaitility.await().atMost(SOON).until(() -> this.shop.runs.containsKey(1));
        Awaitility.await()
            .atMost(SOON)
            .pollInterval(Duration.ofMillis(200))
            .until(() -> this.rabbit.log().contains("timed out waiting for delivery acknowledgement"));
        int number = 2;
        for (; number < 30; number++) {
            this.engine.tasks.signature(Shop::run, number).queue("mail").apply();
        }
        Awaitility.await().atMost(SOON).until(() -> this.shop.runs.size() == 29);
        this.shop.patience.countDown();
        Awaitility.await()
            .atMost(SOON)
            .until(() -> this.rabbit.ctl("list_queues", "name", "messages")
                .lines()
                .anyMatch((line) -> line.matches("mail\\s+0")));
        assertThat(this.shop.runs.values()).containsOnly(1);
    }

    /** What ran, and how often. */
    static class Shop {

        private final Map<Integer, Integer> runs = new ConcurrentHashMap<>();

        private final CountDownLatch patience = new CountDownLatch(1);

        @SharedTask
        void run(int number) {
            this.runs.merge(number, 1, Integer::sum);
        }

        @SharedTask
        void waitLong(int number) throws InterruptedException {
            run(number);
            this.patience.await();
        }

    }

}
