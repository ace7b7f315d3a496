package io.taskqueue.rabbit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

import io.taskqueue.AsyncResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.servers.RabbitProcess;
import io.taskqueue.servers.RabbitServer;
import io.taskqueue.servers.TcpProxy;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A caller and a worker, two processes to each other, and nothing but RabbitMQ between.
 */
class RpcResultBackendTests {

    private static final Duration SOON = Duration.ofSeconds(40);

    private static RabbitProcess rabbit;

    private final TcpProxy proxy = new TcpProxy("127.0.0.1", rabbit.port());

    private final CachingConnectionFactory callers = new CachingConnectionFactory(
            URI.create(rabbit.url().replace(":" + rabbit.port(), ":" + this.proxy.port())));

    private final CachingConnectionFactory workers = new CachingConnectionFactory(URI.create(rabbit.url()));

    private final Shop shop = new Shop();

    private final RpcResultBackend results = results(this.callers);

    private final Engine caller = engine(this.callers, this.results);

    private final Engine worker = engine(this.workers, results(this.workers));

    @BeforeAll
    static void startRabbit() {
        rabbit = RabbitServer.start();
    }

    @AfterAll
    static void stopRabbit() {
        rabbit.close();
    }

    @AfterEach
    void close() {
        this.caller.close();
        this.worker.close();
        this.callers.destroy();
        this.workers.destroy();
        this.proxy.close();
    }

    private static RpcResultBackend results(CachingConnectionFactory factory) {
        return new RpcResultBackend(new RabbitConnections(factory, Duration.ofSeconds(5)), RabbitBroker.Options.DEFAULT,
                new MemoryResultBackend(
                        new MemoryResultBackend.Options(Duration.ofHours(1), Duration.ofHours(1), 1_000),
                        TimeSource.system()),
                TimeSource.system());
    }

    private Engine engine(CachingConnectionFactory factory, ResultBackend results) {
        return Engine.with(this.shop)
            .broker(new RabbitBroker(new RabbitConnections(factory, Duration.ofSeconds(5)),
                    RabbitBroker.Options.DEFAULT, MessageCodec.standard(), TimeSource.system()))
            .results(results)
            .build();
    }

    private static List<String> places() {
        return rabbit.ctl("list_queues", "name").lines().filter((name) -> name.contains("replies")).sorted().toList();
    }

    private void work() {
        this.worker.work(2);
    }

    @Test
    void resultReachesWhoeverCalled() {
        work();
        List<AsyncResult<Integer>> calls = this.caller.tasks
            .delayAll(IntStream.range(0, 100).mapToObj((i) -> this.caller.tasks.signature(Shop::add, i, 1)).toList());
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).get(SOON)).isEqualTo(i + 1);
        }
        assertThat(this.worker.tasks.result(calls.get(0).id(), Integer.class)).isEmpty();
    }

    @Test
    void failureAndRetryReachWhoeverCalled() {
        work();
        assertThatThrownBy(() -> this.caller.tasks.delay(Shop::fail).get(SOON)).isInstanceOf(RemoteTaskException.class)
            .hasMessageContaining("sold out");
        assertThat(this.caller.tasks.delay(Shop::succeedLater).get(SOON)).isEqualTo(2);
    }

    @Test
    void endOfAChainReachesWhoeverCalledIt() {
        work();
        AsyncResult<Integer> end = this.caller.tasks.chain(this.caller.tasks.signature(Shop::add, 1, 2))
            .then(Shop::add, 10)
            .then(Shop::add, 100)
            .apply();
        assertThat(end.get(SOON)).isEqualTo(113);
        assertThat(end.parent().orElseThrow().get(SOON)).isEqualTo(13);
    }

    @Test
    @Tag("G6")
    void resultsWaitWhileTheCallerIsCutOff() {
        AsyncResult<Integer> call = this.caller.tasks.delay(Shop::add, 1, 2);
        this.proxy.refuse(true);
        this.proxy.cut();
        work();
        Awaitility.await().atMost(SOON).until(() -> this.shop.added.get() == 1);
        this.proxy.refuse(false);
        assertThat(call.get(SOON)).isEqualTo(3);
    }

    @Test
    @Tag("G6")
    void resultsOutliveARestartOfRabbit() {
        AsyncResult<Integer> call = this.caller.tasks.delay(Shop::add, 1, 2);
        rabbit.stop();
        rabbit.restart();
        work();
        assertThat(call.get(SOON)).isEqualTo(3);
    }

    @Test
    @Tag("G6")
    void queueThatWasDeletedIsMadeAnew() {
        work();
        String address = this.results.replyTo();
        rabbit.ctl("delete_queue", address);
        Awaitility.await().atMost(SOON).until(() -> rabbit.ctl("list_queues", "name").contains(address));
        assertThat(this.caller.tasks.delay(Shop::add, 1, 2).get(SOON)).isEqualTo(3);
    }

    @Test
    void callThatCouldNotBeAnsweredIsNotMade() {
        this.proxy.refuse(true);
        assertThatThrownBy(() -> this.caller.tasks.delay(Shop::add, 1, 2)).isInstanceOf(ResultStoreException.class)
            .hasMessageContaining("cannot reach this process");
        this.proxy.refuse(false);
        work();
        assertThat(this.caller.tasks.delay(Shop::add, 1, 3).get(SOON)).isEqualTo(4);
        assertThat(this.shop.added).hasValue(1);
    }

    @Test
    void nobodyWaitsForTheResultOfACallerThatEnded() {
        this.caller.tasks.delay(Shop::add, 1, 2);
        String address = this.results.replyTo();
        this.results.close();
        work();
        Awaitility.await().atMost(SOON).until(() -> this.shop.added.get() == 1);
        assertThat(this.caller.tasks.signature(Shop::add, 1, 2).ignoreResult().apply()).isNotNull();
        Awaitility.await().atMost(SOON).until(() -> this.shop.added.get() == 2);
        assertThat(rabbit.ctl("list_queues", "name")).doesNotContain(address);
    }

    @Test
    @Tag("S09")
    @Tag("S10")
    void senderCannotChooseWhereAWorkerWrites() throws Exception {
        String victim = "victim-" + UUID.randomUUID();
        try (Connection connection = this.workers.getRabbitConnectionFactory().newConnection();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(victim, true, false, false, null);
            this.caller.tasks.signature(Shop::add, 1, 2).ignoreResult().apply();
            AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().contentType("application/json")
                .headers(Map.of("task", "shop.add", "id", "an-id", "reply_to", victim))
                .replyTo(victim)
                .build();
            channel.basicPublish("", "taskqueue", properties, "[[1, 2], {}, {}]".getBytes(StandardCharsets.UTF_8));
            work();
            Awaitility.await().atMost(SOON).until(() -> this.shop.added.get() == 2);
            assertThat(this.caller.tasks.delay(Shop::add, 1, 2).get(SOON)).isEqualTo(3);
            assertThat(channel.queueDelete(victim).getMessageCount()).isZero();
        }
    }

    @Test
    @Tag("S16")
    void whatIsNoResultIsDropped() throws Exception {
        String address = this.results.replyTo();
        try (Connection connection = this.workers.getRabbitConnectionFactory().newConnection();
                Channel channel = connection.createChannel()) {
            for (String id : List.of("../../x", "a-1")) {
                channel.basicPublish("", address, new AMQP.BasicProperties.Builder().correlationId(id).build(),
                        "no json".getBytes(StandardCharsets.UTF_8));
            }
            channel.basicPublish("", address, null, "{}".getBytes(StandardCharsets.UTF_8));
        }
        work();
        assertThat(this.caller.tasks.delay(Shop::add, 1, 2).get(SOON)).isEqualTo(3);
    }

    @Test
    void callsWhoseResultIsIgnoredNeedNoPlaceForIt() {
        List<String> before = places();
        this.caller.tasks.chain(this.caller.tasks.signature(Shop::add, 1, 2).ignoreResult())
            .then(this.caller.tasks.signature("shop.add", 3).ignoreResult())
            .apply();
        work();
        Awaitility.await().atMost(SOON).until(() -> this.shop.added.get() == 2);
        assertThat(places()).isEqualTo(before);
    }

    @Test
    void resultNobodyAskedForIsNotSent() {
        TaskResult statement = TaskResult.of("an-id", TaskState.SUCCESS, TaskRun.NONE, TimeSource.system().now(),
                TaskDetails.NONE);
        assertThat(this.results.store(List.of(statement)).get(0).isDone()).isTrue();
        assertThat(this.results.find(List.of("an-id"))).isEmpty();
    }

    static class Shop {

        private final AtomicInteger added = new AtomicInteger();

        @SharedTask("shop.add")
        int add(int one, int other) {
            this.added.incrementAndGet();
            return one + other;
        }

        @SharedTask
        void fail() {
            throw new IllegalStateException("sold out");
        }

        @SharedTask(maxRetries = 1)
        int succeedLater(TaskContext context) {
            if (context.attempt() == 1) {
                throw context.retry(new IllegalStateException("not yet"), Duration.ZERO);
            }
            return context.attempt();
        }

    }

}
