package io.taskqueue.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broadcast.Notice;
import io.taskqueue.broker.BroadcastContract;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RedisBroadcastTests extends BroadcastContract {

    private static final Notice PING = new Notice("ping", Map.of());

    private final String prefix = TestRedis.prefix();

    private final RedisConnections elsewhere = TestRedis.connections(RedisServer.url());

    private final BlockingQueue<Notice> heard = new LinkedBlockingQueue<>();

    @Override
    protected Broadcast open() {
        return new RedisBroadcast(TestRedis.connections(), this.prefix);
    }

    @Override
    protected Broadcast openElsewhere(Broadcast here) {
        return new RedisBroadcast(this.elsewhere, this.prefix);
    }

    @AfterEach
    void closeElsewhere() {
        this.elsewhere.close();
    }

    @Test
    void hearsAgainAfterRedisWasKilled() {
        try (RedisProcess server = RedisServer.start();
                RedisConnections connections = connections(server);
                RedisBroadcast broadcast = new RedisBroadcast(connections, "")) {
            broadcast.listen(Set.of("ping"), this.heard::add);
            server.kill();
            assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(() -> broadcast.send(PING));
            server.restart();
            Awaitility.await().atMost(Duration.ofSeconds(15)).ignoreExceptions().until(() -> {
                broadcast.send(PING);
                return PING.equals(this.heard.poll(100, TimeUnit.MILLISECONDS));
            });
        }
    }

    @Test
    void garbageOnTheChannelIsIgnored() throws InterruptedException {
        try (RedisBroadcast broadcast = new RedisBroadcast(TestRedis.connections(), this.prefix)) {
            broadcast.listen(Set.of("ping"), this.heard::add);
            List<String> garbage = List.of("", "x", "null", "[]", "{}", "{\"topic\":1,\"fields\":{}}",
                    "{\"topic\":\"ping\"}", "{\"topic\":\"ping\",\"fields\":[]}",
                    "{\"topic\":\"ping\",\"fields\":{}} x",
                    "{\"topic\":\"ping\",\"fields\":{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}}",
                    "{\"topic\":\"ping\",\"fields\":{\"a\":" + "9".repeat(2000) + "}}",
                    "{\"topic\":\"ping\",\"fields\":{\"a\":\"" + "x".repeat(1_100_000) + "\"}}");
            garbage.forEach(this::say);
            broadcast.send(PING);
            assertThat(this.heard.poll(10, TimeUnit.SECONDS)).isEqualTo(PING);
            assertThat(this.heard).isEmpty();
        }
    }

    @Test
    void refusesToSayWhatNobodyWouldHear() {
        try (RedisBroadcast broadcast = new RedisBroadcast(TestRedis.connections(), this.prefix)) {
            Notice large = new Notice("ping", Map.of("a", "x".repeat(1_100_000)));
            assertThatIllegalArgumentException().isThrownBy(() -> broadcast.send(large)).withMessageContaining("ping");
        }
    }

    @Test
    void saysNothingOnceClosed() {
        RedisBroadcast broadcast = new RedisBroadcast(TestRedis.connections(), this.prefix);
        broadcast.close();
        broadcast.close();
        assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(() -> broadcast.send(PING));
    }

    private void say(String text) {
        byte[] channel = RedisKeys.bytes(new RedisKeys(this.prefix).channel("broadcast"));
        TestRedis.connections().call((redis) -> redis.publish(channel, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static RedisConnections connections(RedisProcess server) {
        return RedisConnections.like(
                new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", server.port())),
                Duration.ofSeconds(2));
    }

}
