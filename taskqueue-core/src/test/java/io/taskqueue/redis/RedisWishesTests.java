package io.taskqueue.redis;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.admission.Wishes;
import io.taskqueue.admission.WishesContract;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.message.ManualTime;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedisWishesTests extends WishesContract {

    private static final Duration KEEP = Duration.ofHours(24);

    private final String prefix = TestRedis.prefix();

    private final ManualTime time = new ManualTime();

    private final RedisWishes wishes = wishes(this.time);

    private final RedisWishes others = wishes(TimeSource.system());

    private RedisWishes wishes(TimeSource time) {
        return new RedisWishes(TestRedis.connections(), this.prefix, time);
    }

    @Override
    protected Wishes open() {
        return this.wishes;
    }

    /** On both clocks: of the server, which tells how long wishes last, and of ours. */
    @Override
    protected void advance(Duration time) {
        long begun = System.nanoTime();
        Awaitility.await().until(() -> System.nanoTime() - begun >= time.toNanos());
        this.time.advance(time);
    }

    @AfterEach
    void clear() {
        TestRedis.clear(this.prefix);
    }

    private long millisLeft() {
        byte[] key = new RedisKeys(this.prefix).own("revoked");
        return TestRedis.connections().call((redis) -> redis.pttl(key));
    }

    @Test
    void revocationEndsAfterItsTime() {
        this.wishes.revoke(List.of("a"), Duration.ofMillis(50));
        Awaitility.await().until(() -> this.wishes.revoked(List.of("a")).isEmpty());
        assertThat(this.others.revoked(List.of("a"))).isEmpty();
    }

    @Test
    @Tag("G15")
    void wishOfAnotherIsSeenWithinTwoSeconds() {
        assertThat(this.wishes.revoked(List.of("a"))).isEmpty();
        this.others.revoke(List.of("a"), KEEP);
        this.others.pause("q");
        this.time.advance(Duration.ofMillis(1500));
        assertThat(this.wishes.revoked(List.of("a", "b"))).containsExactly("a");
        assertThat(this.wishes.paused()).containsExactly("q");
        this.others.resume("q");
        this.others.revoke(List.of("b"), KEEP);
        assertThat(this.wishes.revoked(List.of("a", "b"))).containsExactlyInAnyOrder("a", "b");
        this.time.advance(Duration.ofMillis(1500));
        assertThat(this.wishes.paused()).isEmpty();
    }

    @Test
    void ownWishIsSeenAtOnce() {
        assertThat(this.wishes.revoked(List.of("a"))).isEmpty();
        assertThat(this.wishes.paused()).isEmpty();
        this.wishes.revoke(List.of("a"), KEEP);
        this.wishes.pause("q");
        assertThat(this.wishes.revoked(List.of("a"))).containsExactly("a");
        assertThat(this.wishes.paused()).containsExactly("q");
    }

    @Test
    void asksOnceInAWhile() {
        try (RedisProcess server = RedisServer.start(); RedisConnections connections = connections(server)) {
            RedisWishes asking = new RedisWishes(connections, "", this.time);
            for (int i = 0; i < 100; i++) {
                asking.paused();
                asking.revoked(List.of("a"));
                this.time.advance(Duration.ofMillis(10));
            }
            Matcher calls = Pattern.compile("cmdstat_zcount:calls=(\\d+)").matcher(server.cli("INFO", "commandstats"));
            assertThat(calls.find()).isTrue();
            assertThat(calls.group(1)).isEqualTo("1");
        }
    }

    @Test
    void allIsForgottenAfterTheLongest() {
        this.wishes.revoke(List.of("a"), Duration.ofHours(2));
        this.wishes.revoke(List.of("b"), Duration.ofHours(1));
        assertThat(Duration.ofMillis(millisLeft())).isBetween(Duration.ofMinutes(119), Duration.ofMinutes(121));
        this.wishes.revoke(List.of("c"), Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(Duration.ofMillis(millisLeft())).isGreaterThan(Duration.ofDays(36_000));
        assertThat(this.wishes.revoked(List.of("a", "b", "c"))).hasSize(3);
    }

    @Test
    @Tag("G20")
    void oldestOfTooManyRevocationsAreDropped() {
        this.wishes.revoke(List.of("first"), KEEP);
        advance(Duration.ofMillis(5));
        this.wishes.revoke(IntStream.range(0, RedisWishes.MAX_REVOCATIONS - 1).mapToObj((i) -> "m" + i).toList(), KEEP);
        assertThat(this.wishes.revoked(List.of("first", "m0"))).containsExactlyInAnyOrder("first", "m0");
        this.wishes.revoke(List.of("last"), KEEP);
        assertThat(this.wishes.revoked(List.of("first", "m0", "last"))).containsExactlyInAnyOrder("m0", "last");
    }

    @Test
    void saysWhenRedisIsAway() {
        try (RedisProcess server = RedisServer.start(); RedisConnections connections = connections(server)) {
            RedisWishes away = new RedisWishes(connections, "", this.time);
            server.kill();
            assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(away::paused);
            assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(() -> away.revoked(List.of("a")));
            assertThatExceptionOfType(BrokerUnavailableException.class)
                .isThrownBy(() -> away.revoke(List.of("a"), KEEP));
            assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(() -> away.pause("q"));
        }
    }

    @Test
    @Tag("S39")
    @DisplayName("S39 ids never become script text")
    void idsNeverBecomeScriptText() {
        List<String> ids = List.of("'", "\"", "]]", "[[", "\u0000", "a\nb", "a\r\n",
                "')return redis.call('FLUSHALL')--", "\\", "%s", "$1", "{x}", "", " ", "ä\ud83d\ude00", "GT",
                "KEYS[1]");
        this.wishes.revoke(ids, KEEP);
        assertThat(this.others.revoked(ids)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(this.others.revoked(List.of("x", "a", "b"))).isEmpty();
        ids.forEach(this.wishes::pause);
        assertThat(this.wishes.paused()).containsExactlyInAnyOrderElementsOf(ids);
        ids.forEach(this.wishes::resume);
        assertThat(this.wishes.paused()).isEmpty();
    }

    private static RedisConnections connections(RedisProcess server) {
        return RedisConnections.like(
                new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", server.port())),
                Duration.ofSeconds(2));
    }

}
