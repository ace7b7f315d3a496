package io.taskqueue.redis;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.servers.RedisServer;

/** The way of this room's tests to a real Redis. */
final class TestRedis {

    private static final RedisConnections SHARED = connections(RedisServer.url());

    private TestRedis() {
    }

    /** One set of connections, to the server that all tests share; nobody closes it. */
    static RedisConnections connections() {
        return SHARED;
    }

    /** Connections to this server; to be closed. */
    static RedisConnections connections(String url) {
        return RedisConnections.like(
                new LettuceConnectionFactory(
                        (RedisStandaloneConfiguration) LettuceConnectionFactory.createRedisConfiguration(url)),
                Duration.ofSeconds(5));
    }

    /** A prefix nobody else has. */
    static String prefix() {
        return "{test-" + UUID.randomUUID() + "}:";
    }

    /** Removes every key with this prefix from the shared server. */
    static void clear(String prefix) {
        clear(SHARED, prefix);
    }

    /** Removes every key with this prefix. */
    static void clear(RedisConnections connections, String prefix) {
        ScanArgs ours = ScanArgs.Builder.matches(prefix + "*").limit(1_000);
        ScanCursor cursor = ScanCursor.INITIAL;
        while (!cursor.isFinished()) {
            ScanCursor from = cursor;
            KeyScanCursor<byte[]> found = connections.call((redis) -> redis.scan(from, ours));
            List<byte[]> keys = found.getKeys();
            if (!keys.isEmpty()) {
                connections.call((redis) -> redis.unlink(keys.toArray(byte[][]::new)));
            }
            cursor = found;
        }
    }

}
