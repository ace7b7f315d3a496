package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;

/** A look at the queues on Redis. */
final class RedisQueues implements QueueInspection, QueueAdministration {

    private static final Script DEPTH = Script.named("depth");

    private static final Script PURGE = Script.named("purge");

    private final RedisConnections connections;

    private final RedisKeys keys;

    RedisQueues(RedisConnections connections, RedisKeys keys) {
        this.connections = connections;
        this.keys = keys;
    }

    @Override
    public Collection<String> queues() {
        Set<byte[]> names = this.connections.call((redis) -> redis.smembers(this.keys.own("queues")));
        Set<String> queues = new TreeSet<>();
        names.forEach((name) -> queues.add(RedisKeys.text(name)));
        return queues;
    }

    @Override
    public List<QueueDepth> depths(Collection<String> queues) {
        if (queues.isEmpty()) {
            return List.of();
        }
        List<byte[]> args = new ArrayList<>();
        args.add(RedisKeys.bytes(this.keys.prefix()));
        queues.forEach((queue) -> args.add(RedisKeys.bytes(queue)));
        List<?> numbers = (List<?>) this.connections.run(DEPTH,
                List.of(this.keys.own("leases"), this.keys.own("abandoned")), args);
        List<QueueDepth> depths = new ArrayList<>();
        int i = 0;
        for (String queue : queues) {
            long ready = (Long) numbers.get(i);
            long oldest = (Long) numbers.get(i + 3);
            depths.add(new QueueDepth(queue, ready, (Long) numbers.get(i + 1), (Long) numbers.get(i + 2),
                    (oldest < 0) ? null : Duration.ofMillis(oldest)));
            i += 4;
        }
        return depths;
    }

    @Override
    public long purge(String queue) {
        return RedisBroker.count(this.connections.run(PURGE, List.of(this.keys.own("due")),
                List.of(RedisKeys.bytes(this.keys.prefix()), RedisKeys.bytes(queue))));
    }

}
