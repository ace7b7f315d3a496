package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.taskqueue.admission.Wishes;
import io.taskqueue.message.TimeSource;

/**
 * Wishes in Redis, by its clock. Which queues are paused, and whether any task is revoked
 * at all, is remembered for a moment, so that workers with nothing to do ask little;
 * wishes through this object hold for it at once.
 */
public final class RedisWishes implements Wishes {

    /** The most revocations that are kept; of more, those that end first are dropped. */
    public static final int MAX_REVOCATIONS = 50_000;

    private static final Script REVOKE = Script.named("revoke");

    private static final Script REVOKED = Script.named("revoked");

    private static final Script WISHES = Script.named("wishes");

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final long REMEMBERED = TimeUnit.MILLISECONDS.toNanos(1500);

    /** So many at once do not hold up the server. */
    private static final int BATCH = 1000;

    private final RedisConnections connections;

    private final TimeSource time;

    private final byte[] revoked;

    private final byte[] paused;

    private @Nullable Seen seen;

    private long ownWishes;

    /**
     * Wishes that all have in common who use the same Redis and prefix.
     * @param prefix what the names of all keys begin with; may be empty
     */
    public RedisWishes(RedisConnections connections, String prefix, TimeSource time) {
        this.connections = connections;
        this.time = time;
        RedisKeys keys = new RedisKeys(prefix);
        this.revoked = keys.own("revoked");
        this.paused = keys.own("paused");
    }

    /** What there was at some moment. */
    private record Seen(long nanos, long revocations, Set<String> paused) {
    }

    @Override
    public void revoke(Collection<String> ids, Duration keep) {
        // one more, for what is cut off
        long millis = ((keep.compareTo(LONGEST) < 0) ? keep : LONGEST).toMillis() + 1;
        for (List<String> batch : batches(ids)) {
            List<byte[]> args = new ArrayList<>(List.of(number(millis), number(MAX_REVOCATIONS)));
            batch.forEach((id) -> args.add(RedisKeys.bytes(id)));
            wish(() -> this.connections.run(REVOKE, List.of(this.revoked), args));
        }
    }

    @Override
    public Set<String> revoked(Collection<String> ids) {
        Set<String> revoked = new HashSet<>();
        if (!ids.isEmpty() && look().revocations() > 0) {
            for (List<String> batch : batches(ids)) {
                List<byte[]> args = batch.stream().map(RedisKeys::bytes).toList();
                List<?> places = (List<?>) this.connections.run(REVOKED, List.of(this.revoked), args);
                places.forEach((place) -> revoked.add(batch.get(((Long) place).intValue() - 1)));
            }
        }
        return revoked;
    }

    @Override
    public void pause(String queue) {
        wish(() -> this.connections.call((redis) -> redis.sadd(this.paused, RedisKeys.bytes(queue))));
    }

    @Override
    public void resume(String queue) {
        wish(() -> this.connections.call((redis) -> redis.srem(this.paused, RedisKeys.bytes(queue))));
    }

    @Override
    public Set<String> paused() {
        return look().paused();
    }

    @Override
    public void refresh() {
        forget();
    }

    private void wish(Runnable wish) {
        try {
            wish.run();
        }
        finally {
            forget();
        }
    }

    private synchronized void forget() {
        this.ownWishes++;
        this.seen = null;
    }

    private Seen look() {
        long before;
        synchronized (this) {
            if (this.seen != null && this.time.nanos() - this.seen.nanos() < REMEMBERED) {
                return this.seen;
            }
            before = this.ownWishes;
        }
        Seen now = ask();
        synchronized (this) {
            // an answer from before a wish of our own must not hide it
            this.seen = (before == this.ownWishes) ? now : this.seen;
        }
        return now;
    }

    private Seen ask() {
        long nanos = this.time.nanos();
        List<?> answer = (List<?>) this.connections.run(WISHES, List.of(this.revoked, this.paused), List.of());
        Set<String> paused = ((List<?>) answer.get(1)).stream()
            .map(RedisKeys::text)
            .collect(Collectors.toUnmodifiableSet());
        return new Seen(nanos, (Long) answer.get(0), paused);
    }

    private static List<List<String>> batches(Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        List<List<String>> batches = new ArrayList<>();
        for (int i = 0; i < all.size(); i += BATCH) {
            batches.add(all.subList(i, Math.min(all.size(), i + BATCH)));
        }
        return batches;
    }

    private static byte[] number(long number) {
        return RedisKeys.bytes(Long.toString(number));
    }

}
