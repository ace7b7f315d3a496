package io.taskqueue.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;

import io.taskqueue.beat.Firing;
import io.taskqueue.beat.FiringLog;
import io.taskqueue.beat.ScheduleChange;
import io.taskqueue.beat.ScheduleEntry;
import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.beat.ScheduleStoreException;
import io.taskqueue.beat.StoredSchedule;
import io.taskqueue.broker.BrokerUnavailableException;

/**
 * Schedules in Redis, for all that use the same one and prefix. A change and the firings
 * it claims are one script.
 */
public final class RedisScheduleStore implements ScheduleStore {

    private static final Script CHANGE = Script.named("schedules");

    /** The most firings that are kept, beside those that have yet to be sent. */
    private static final long MOST_FIRINGS = 10_000;

    /** So many at once do not hold up the server. */
    private static final int BATCH = 250;

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final RedisFirings firings;

    /**
     * @param prefix what the names of all keys begin with; may be empty
     */
    public RedisScheduleStore(RedisConnections connections, String prefix) {
        this.connections = connections;
        this.keys = new RedisKeys(prefix);
        this.firings = new RedisFirings(this, this.keys);
    }

    @Override
    public List<ScheduleEntry> all() {
        List<byte[]> found = asking("read", () -> this.connections.call((redis) -> redis.hvals(schedules())));
        return found.stream()
            .flatMap((text) -> ScheduleJson.schedule(text).stream())
            .sorted(Comparator.comparing(ScheduleEntry::name))
            .toList();
    }

    @Override
    public Optional<ScheduleEntry> find(String name) {
        byte[] field = RedisKeys.bytes(name);
        return Optional
            .ofNullable(asking("read", () -> this.connections.call((redis) -> redis.hget(schedules(), field))))
            .flatMap(ScheduleJson::schedule);
    }

    @Override
    public List<ScheduleEntry> due(Instant until, int limit) {
        return asking("read", () -> {
            Range<Number> range = Range.from(Range.Boundary.unbounded(),
                    Range.Boundary.including(until.toEpochMilli()));
            List<byte[]> names = this.connections
                .call((redis) -> redis.zrangebyscore(this.keys.own("schedules-due"), range, Limit.create(0, limit)));
            if (names.isEmpty()) {
                return List.of();
            }
            List<KeyValue<byte[], byte[]>> found = this.connections
                .call((redis) -> redis.hmget(schedules(), names.toArray(byte[][]::new)));
            return found.stream()
                .filter(KeyValue::hasValue)
                .flatMap((each) -> ScheduleJson.schedule(each.getValue()).stream())
                // one may have been changed between the two questions
                .filter((entry) -> entry.enabled() && entry.runs().next() != null
                        && !entry.runs().next().isAfter(until))
                .toList();
        });
    }

    @Override
    public List<Boolean> change(Collection<ScheduleChange> changes, Duration lease) {
        List<ScheduleChange> all = List.copyOf(changes);
        List<Boolean> made = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i += BATCH) {
            List<byte[]> args = arguments(all.subList(i, Math.min(all.size(), i + BATCH)), lease);
            List<?> answers = (List<?>) asking("changed", () -> this.connections.run(CHANGE, names(), args));
            answers.forEach((answer) -> made.add((Long) answer == 1));
        }
        return made;
    }

    private List<byte[]> names() {
        return List.of(schedules(), this.keys.own("schedule-revisions"), this.keys.own("schedules-due"),
                this.firings.all(), this.firings.claimed(), this.firings.noted(), this.firings.planned());
    }

    private List<byte[]> arguments(List<ScheduleChange> changes, Duration lease) {
        List<byte[]> args = new ArrayList<>();
        args.add(RedisKeys.bytes(this.keys.prefix()));
        args.add(number(lease.toMillis()));
        args.add(number(MOST_FIRINGS));
        for (ScheduleChange change : changes) {
            ScheduleEntry after = change.after();
            StoredSchedule row = (after != null) ? StoredSchedule.of(after.stored()) : null;
            args.add(RedisKeys.bytes(change.name()));
            args.add(number(change.revision()));
            args.add((row != null) ? ScheduleJson.write(row) : new byte[0]);
            args.add((row != null && row.due() != null) ? number(row.due().toEpochMilli()) : new byte[0]);
            args.add(number(change.firings().size()));
            for (Firing firing : change.firings()) {
                args.add(number(firing.planned().toEpochMilli()));
                args.add(RedisKeys.bytes(firing.fate().name()));
                args.add(number(firing.at().toEpochMilli()));
                args.add(ScheduleJson.write(firing));
            }
        }
        return args;
    }

    @Override
    public FiringLog firings() {
        return this.firings;
    }

    @Override
    public String description() {
        return this.connections.description();
    }

    RedisConnections connections() {
        return this.connections;
    }

    private byte[] schedules() {
        return this.keys.own("schedules");
    }

    static byte[] number(long number) {
        return RedisKeys.bytes(Long.toString(number));
    }

    <T> T asking(String what, Supplier<T> work) {
        try {
            return work.get();
        }
        catch (BrokerUnavailableException failure) {
            throw new ScheduleStoreException(
                    "Schedules in " + description() + " cannot be " + what + ": " + failure.getMessage(), failure);
        }
    }

}
