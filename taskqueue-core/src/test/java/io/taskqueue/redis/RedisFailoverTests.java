package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.AsyncResult;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.RedisSentinels;
import io.taskqueue.worker.Engine;
import io.taskqueue.worker.TaskWorker;

import static org.assertj.core.api.Assertions.assertThat;

/** The master is gone and a sentinel makes the replica the new one. */
class RedisFailoverTests {

    private static final Duration USABLE_AGAIN = Duration.ofSeconds(10).plus(Scale.current().faults().grace());

    private final RedisSentinels servers = RedisSentinels.start();

    private final RedisConnections connections = RedisConnections.like(
            new LettuceConnectionFactory(
                    new RedisSentinelConfiguration(RedisSentinels.MASTER, Set.of(this.servers.node()))),
            Duration.ofSeconds(5));

    private final Engine engine = Engine.with(new Shop())
        .broker(new RedisBroker(this.connections, RedisBroker.Options.DEFAULT.lease(Scale.current().lease()),
                MessageCodec.standard(), TimeSource.system()))
        .results(new RedisResultBackend(this.connections,
                new RedisResultBackend.Options("", Duration.ofDays(1), Duration.ofDays(1), 100), TimeSource.system()))
        .build();

    @AfterEach
    void stop() {
        this.engine.close();
        this.connections.close();
        this.servers.close();
    }

    @Test
    @Tag("G6")
    @Tag("G2")
    void workerFollowsTheNewMaster() {
        TaskWorker worker = this.engine.work(1);
        assertThat(this.engine.tasks.delay(Shop::greet, "first").get(USABLE_AGAIN)).isEqualTo("hello first");
        List<AsyncResult<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(this.engine.tasks.signature(Shop::greet, "later").countdown(Duration.ofSeconds(3)).apply());
        }
        this.servers.awaitReplicated();
        this.servers.failOver();
        long usable = System.nanoTime();
        Awaitility.await()
            .atMost(USABLE_AGAIN)
            .ignoreExceptions()
            .until(() -> this.engine.tasks.delay(Shop::greet, "you").get(Duration.ofSeconds(5)).equals("hello you"));
        System.out.printf("figure: first task on the new master after %d ms%n",
                Duration.ofNanos(System.nanoTime() - usable).toMillis());
        assertThat(waiting).allSatisfy((call) -> assertThat(call.get(USABLE_AGAIN)).isEqualTo("hello later"));
        Awaitility.await().atMost(USABLE_AGAIN).until(() -> worker.status().trouble() == null);
        assertThat(worker.isRunning()).isTrue();
    }

    static class Shop {

        @SharedTask
        String greet(String name) {
            return "hello " + name;
        }

    }

}
