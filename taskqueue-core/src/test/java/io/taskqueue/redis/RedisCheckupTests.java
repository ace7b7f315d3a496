package io.taskqueue.redis;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.broker.Checkup;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Leases;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

class RedisCheckupTests {

    private final RedisProcess server = RedisServer.start("--appendonly", "yes", "--maxmemory-policy", "noeviction");

    private final RedisConnections connections = TestRedis.connections(this.server.url());

    private final RedisBroker broker = new RedisBroker(this.connections, RedisBroker.Options.DEFAULT,
            MessageCodec.standard(), TimeSource.system());

    private final Checkup checkup = this.broker.capability(Checkup.class).orElseThrow();

    @AfterEach
    void stop() {
        this.broker.close();
        this.connections.close();
        this.server.close();
    }

    @Test
    void soundServerIsNoConcern() {
        assertThat(this.checkup.concerns()).isEmpty();
    }

    @Test
    void evictionIsAConcern() {
        this.server.cli("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        assertThat(this.checkup.concerns()).singleElement().asString().contains("allkeys-lru", "noeviction");
    }

    @Test
    void forgetfulServerIsAConcern() {
        this.server.cli("CONFIG", "SET", "appendonly", "no");
        assertThat(this.checkup.concerns()).singleElement().asString().contains("appendonly");
    }

    @Test
    @Tag("G6")
    void fullMemoryIsAConcern() {
        this.server.cli("CONFIG", "SET", "maxmemory", "1");
        assertThat(this.checkup.concerns()).singleElement().asString().contains("memory is full", "maxmemory");
    }

    @Test
    void whoMayNotAskHasNoConcerns() {
        this.server.cli("ACL", "SETUSER", "default", "-info");
        assertThat(this.checkup.concerns()).isEmpty();
    }

    @Test
    @Tag("G2")
    void serverThatForgotIsNoticed() throws InterruptedException {
        Consumer consumer = this.broker.consume(new ConsumerOptions("worker@test", 10, false));
        consumer.receive(List.of("mail"), 1, Duration.ZERO);
        this.server.cli("FLUSHALL");
        consumer.receive(List.of("mail"), 1, Duration.ofMillis(10));
        assertThat(this.checkup.losses()).isOne();
        assertThat(this.checkup.concerns()).singleElement().asString().contains("came back empty");
        consumer.close();
    }

    @Test
    void leaseTakenByOthersIsNoLossOfRedis() throws InterruptedException {
        Consumer consumer = this.broker.consume(new ConsumerOptions("worker@test", 10, false));
        consumer.receive(List.of("mail"), 1, Duration.ZERO);
        this.server.cli("DEL", "taskqueue:leases");
        consumer.receive(List.of("mail"), 1, Duration.ofMillis(10));
        assertThat(this.checkup.losses()).isZero();
        assertThat(this.broker.capability(Leases.class)).isPresent();
        consumer.close();
    }

}
