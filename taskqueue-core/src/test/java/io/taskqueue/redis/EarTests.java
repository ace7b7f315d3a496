package io.taskqueue.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.servers.RedisCluster;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.servers.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class EarTests {

    private final RedisProcess server = RedisServer.start();

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private final Consumer<byte[]> note = (body) -> this.heard.add(new String(body, StandardCharsets.UTF_8));

    private final List<OwnClient> clients = new ArrayList<>();

    private Ear ear = ear(this.server.port());

    @AfterEach
    void close() {
        this.ear.close();
        this.clients.forEach(OwnClient::close);
        this.server.close();
    }

    private Ear ear(int port) {
        return ear(port, ProtocolVersion.RESP3);
    }

    private Ear ear(int port, ProtocolVersion protocol) {
        LettuceClientConfiguration client = LettuceClientConfiguration.builder()
            .clientOptions(ClientOptions.builder().protocolVersion(protocol).build())
            .build();
        return ear(new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port), client));
    }

    private Ear ear(LettuceConnectionFactory model) {
        OwnClient client = OwnClient.like(model, Duration.ofSeconds(2));
        this.clients.add(client);
        return new Ear(client.factory());
    }

    private void other(Ear other) {
        this.ear.close();
        this.ear = other;
    }

    private String next() throws InterruptedException {
        return this.heard.poll(10, TimeUnit.SECONDS);
    }

    private void say(String channel, String text) {
        this.server.cli("PUBLISH", channel, text);
    }

    /** Says it until it is heard, and forgets the echoes. */
    private void awaitHearing(String channel) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(50)).until(() -> {
            say(channel, "back?");
            return this.heard.poll(50, TimeUnit.MILLISECONDS) != null;
        });
        say(channel, "last");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> "last".equals(this.heard.poll()));
    }

    @Test
    void hearsChannelsInOrder() throws Exception {
        this.ear.listen("a", this.note);
        this.ear.listen("b", this.note);
        for (int i = 0; i < 100; i++) {
            say((i % 2 == 0) ? "a" : "b", "m" + i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(next()).isEqualTo("m" + i);
        }
    }

    @Test
    void throwingListenerHarmsNobody() throws Exception {
        this.ear.listen("a", (body) -> {
            throw new AssertionError("on purpose");
        });
        this.ear.listen("a", this.note);
        say("a", "1");
        say("a", "2");
        assertThat(List.of(next(), next())).containsExactly("1", "2");
    }

    @Test
    void lastListenerLeavesTheChannel() throws Exception {
        AutoCloseable one = this.ear.listen("a", this.note);
        AutoCloseable other = this.ear.listen("a", this.note);
        one.close();
        one.close();
        assertThat(this.server.cli("PUBSUB", "CHANNELS")).isEqualTo("a");
        say("a", "1");
        assertThat(next()).isEqualTo("1");
        other.close();
        Awaitility.await().until(() -> this.server.cli("PUBSUB", "CHANNELS").isEmpty());
        this.ear.listen("a", this.note);
        say("a", "2");
        assertThat(next()).isEqualTo("2");
        assertThat(this.heard).isEmpty();
    }

    @Test
    void hearsAgainSoonAfterALongOutage() throws Exception {
        AtomicInteger returns = new AtomicInteger();
        this.ear.onReturn(() -> {
            throw new IllegalStateException("on purpose");
        });
        this.ear.onReturn(returns::incrementAndGet);
        this.ear.listen("a", this.note);
        awaitHearing("a");
        Awaitility.await().until(() -> threads() == 0);
        // a first attempt that a loaded machine let expire is a return, too
        returns.set(0);
        this.server.kill();
        Awaitility.await().until(() -> threads() == 1);
        Awaitility.await().pollDelay(Duration.ofSeconds(4)).until(() -> threads() == 1);
        assertThat(returns).hasValue(0);
        this.server.restart();
        long back = System.nanoTime();
        awaitHearing("a");
        System.out.printf("figure: channels heard %d ms after Redis was back%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back));
        Awaitility.await().until(() -> returns.get() == 1);
        Awaitility.await().until(() -> threads() == 0);
    }

    @Test
    void listensWhileRedisIsAway() throws Exception {
        this.server.kill();
        long begun = System.nanoTime();
        AutoCloseable left = this.ear.listen("a", this.note);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        this.ear.listen("b", this.note);
        left.close();
        this.server.restart();
        awaitHearing("b");
        assertThat(this.server.cli("PUBSUB", "CHANNELS")).isEqualTo("b");
    }

    @Test
    void takesAllChannelsAlongAfterEachLoss() throws Exception {
        List<String> names = IntStream.range(0, 200).mapToObj((i) -> "c" + i).toList();
        names.forEach((name) -> this.ear.listen(name, this.note));
        for (int i = 0; i < 3; i++) {
            this.server.cli("CLIENT", "KILL", "TYPE", "pubsub");
            awaitHearing("c199");
            names.forEach((name) -> say(name, name));
            for (String name : names) {
                assertThat(next()).isEqualTo(name);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void noticesAPeerThatWentWithoutAWord(ProtocolVersion protocol) {
        try (TcpProxy proxy = new TcpProxy("127.0.0.1", this.server.port())) {
            other(ear(proxy.port(), protocol));
            this.ear.listen("a", this.note);
            proxy.stall(true);
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> threads() == 1);
            proxy.stall(false);
            awaitHearing("a");
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void quietConnectionStays(ProtocolVersion protocol) {
        other(ear(this.server.port(), protocol));
        AtomicInteger returns = new AtomicInteger();
        this.ear.onReturn(returns::incrementAndGet);
        this.ear.listen("a", this.note);
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> this.server.cli("INFO", "commandstats").matches("(?s).*cmdstat_ping:calls=([5-9]|\\d\\d).*"));
        awaitHearing("a");
        assertThat(returns).hasValue(0);
    }

    @Test
    void hearsEveryNodeOfACluster() throws Exception {
        try (RedisCluster cluster = RedisCluster.start()) {
            other(ear(new LettuceConnectionFactory(new RedisClusterConfiguration(cluster.nodes()))));
            this.ear.listen("a", this.note);
            this.ear.listen("b", this.note);
            for (String node : cluster.nodes()) {
                publish(Integer.parseInt(node.substring(node.indexOf(':') + 1)), node);
                assertThat(next()).isEqualTo(node);
            }
        }
    }

    @Test
    void closesInTheMiddleOfTrying() {
        this.ear.listen("a", this.note);
        this.server.kill();
        Awaitility.await().until(() -> threads() == 1);
        this.ear.close();
        assertThat(threads()).isZero();
        assertThatNoException().isThrownBy(() -> this.ear.listen("b", this.note).close());
        assertThat(threads()).isZero();
    }

    private static void publish(int port, String text) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory("127.0.0.1", port);
        factory.afterPropertiesSet();
        factory.start();
        try (RedisConnection connection = factory.getConnection()) {
            connection.publish(RedisKeys.bytes("b"), RedisKeys.bytes(text));
        }
        finally {
            factory.destroy();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().equals("taskqueue-redis-ear"))
            .count();
    }

}
