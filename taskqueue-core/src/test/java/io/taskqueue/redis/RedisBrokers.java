package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.lettuce.core.ScriptOutputType;

import io.taskqueue.message.JumpingTime;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.MessageLimits;
import io.taskqueue.message.Payload;

/**
 * Redis brokers at a real place, each under a prefix of its own. Time passes for them
 * when a test says so: every moment that Redis keeps is moved into the past.
 */
final class RedisBrokers implements AutoCloseable {

    static final int DEAD_LETTERS = 50;

    private static final String AGE = """
            local function age(key)
                local all = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
                for i = 1, #all, 2 do
                    redis.call('ZADD', key, all[i + 1] - ARGV[2], all[i])
                end
            end
            age(ARGV[1] .. 'taskqueue:leases')
            for _, queue in ipairs(redis.call('ZRANGE', ARGV[1] .. 'taskqueue:due', 0, -1)) do
                age(ARGV[1] .. 'taskqueue:delayed:' .. queue)
            end
            age(ARGV[1] .. 'taskqueue:due')
            return 1
            """;

    final JumpingTime time = new JumpingTime();

    final String prefix;

    private final RedisPlace place;

    private final List<RedisConnections> opened = new ArrayList<>();

    RedisBrokers(RedisPlace place) {
        this.place = place;
        this.prefix = place.prefix();
    }

    RedisBroker open() {
        return open(connect());
    }

    RedisBroker open(RedisConnections connections) {
        return new RedisBroker(connections,
                new RedisBroker.Options(this.prefix, Duration.ofSeconds(30), Set.of("celery"), DEAD_LETTERS),
                new MessageCodec(MessageLimits.defaults(), Set.of(Payload.JSON, "application/x-own")), this.time);
    }

    RedisConnections connect() {
        RedisConnections connections = this.place.connect();
        this.opened.add(connections);
        return connections;
    }

    void advance(Duration time) {
        this.place.admin()
            .call((redis) -> redis.<Long>eval(AGE, ScriptOutputType.INTEGER,
                    new byte[][] { RedisKeys.bytes(this.prefix) }, RedisKeys.bytes(this.prefix),
                    RedisKeys.bytes(Long.toString(time.toMillis()))));
    }

    /** Puts bytes into a queue as a stranger would. */
    void push(String queue, byte[] bytes) {
        byte[] list = new RedisKeys(this.prefix).list(queue, "9");
        this.place.admin().call((redis) -> redis.lpush(list, bytes));
    }

    @Override
    public void close() {
        this.place.clear(this.prefix);
        this.opened.forEach(RedisConnections::close);
    }

}
