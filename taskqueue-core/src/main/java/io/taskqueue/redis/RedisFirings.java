package io.taskqueue.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.lettuce.core.KeyValue;
import org.jspecify.annotations.Nullable;

import io.taskqueue.beat.Firing;
import io.taskqueue.beat.FiringLog;

/** Firings in Redis, by its clock; each lies under its moment and its schedule. */
final class RedisFirings implements FiringLog {

    private static final Script SETTLE = Script.named("settle-firings");

    private static final Script TAKE_OVER = Script.named("take-over-firings");

    private static final Script FORGET = Script.named("forget-firings");

    private final RedisScheduleStore store;

    private final RedisKeys keys;

    RedisFirings(RedisScheduleStore store, RedisKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    byte[] all() {
        return this.keys.own("firings");
    }

    byte[] claimed() {
        return this.keys.own("firings-claimed");
    }

    byte[] noted() {
        return this.keys.own("firings-noted");
    }

    byte[] planned() {
        return this.keys.own("firings-planned");
    }

    @Override
    public Instant now() {
        List<byte[]> told = this.store.asking("asked for the time", () -> connections().call((redis) -> redis.time()));
        return Instant.ofEpochSecond(Long.parseLong(RedisKeys.text(told.get(0))),
                Long.parseLong(RedisKeys.text(told.get(1))) * 1_000);
    }

    @Override
    public void settle(Collection<Firing> firings) {
        List<byte[]> args = new ArrayList<>();
        for (Firing firing : firings) {
            args.add(RedisKeys.bytes(firing.planned().toEpochMilli() + ":" + firing.schedule()));
            args.add(RedisScheduleStore.number(firing.at().toEpochMilli()));
            args.add(ScheduleJson.write(firing));
        }
        this.store.asking("changed", () -> connections().run(SETTLE, List.of(all(), claimed(), noted()), args));
    }

    @Override
    public List<Firing> takeOver(Duration lease, int limit) {
        List<?> taken = (List<?>) this.store.asking("changed",
                () -> connections().run(TAKE_OVER, List.of(all(), claimed()),
                        List.of(RedisScheduleStore.number(lease.toMillis()), RedisScheduleStore.number(limit))));
        return taken.stream().filter(Objects::nonNull).map((text) -> ScheduleJson.firing((byte[]) text)).toList();
    }

    @Override
    public List<Firing> list(@Nullable String schedule, int limit) {
        byte[] index = (schedule != null) ? this.keys.own("firings-of:" + schedule) : planned();
        return this.store.asking("read", () -> {
            List<byte[]> found = connections().call((redis) -> redis.zrevrange(index, 0, limit - 1));
            if (found.isEmpty()) {
                return List.of();
            }
            List<KeyValue<byte[], byte[]>> firings = connections()
                .call((redis) -> redis.hmget(all(), found.toArray(byte[][]::new)));
            return firings.stream()
                .filter(KeyValue::hasValue)
                .map((each) -> ScheduleJson.firing(each.getValue()))
                .toList();
        });
    }

    @Override
    public int forget(Duration age, int limit) {
        return RedisBroker.count(this.store.asking("changed",
                () -> connections().run(FORGET, List.of(all(), noted(), planned()),
                        List.of(RedisKeys.bytes(this.keys.prefix()), RedisScheduleStore.number(age.toMillis()),
                                RedisScheduleStore.number(limit)))));
    }

    private RedisConnections connections() {
        return this.store.connections();
    }

}
