package io.taskqueue.redis;

import java.time.Instant;
import java.util.List;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import org.jspecify.annotations.Nullable;

/**
 * A way through the index of recent tasks, from one moment back to another, in steps.
 * Each begins where the one before ended and not so many tasks further on, so that tasks
 * that come or go meanwhile move nothing.
 */
final class RecentWalk {

    private static final int STEP = 200;

    private final RedisConnections connections;

    private final byte[] index;

    private final long oldest;

    private long newest;

    private int step = STEP;

    private @Nullable RecentPlace after;

    private boolean ended;

    RecentWalk(RedisConnections connections, byte[] index, @Nullable Instant from, @Nullable Instant to,
            @Nullable RecentPlace after) {
        this.connections = connections;
        this.index = index;
        this.oldest = (from != null) ? ResultWrites.score(from) : Long.MIN_VALUE;
        this.newest = (to != null) ? ResultWrites.score(to) : Long.MAX_VALUE;
        start(after);
    }

    private void start(@Nullable RecentPlace after) {
        this.after = after;
        this.newest = (after != null) ? Math.min(this.newest, after.score()) : this.newest;
    }

    boolean goesOn() {
        return !this.ended;
    }

    /** The next tasks; none where so many have one moment that a step did not pass it. */
    List<RecentPlace> next() {
        Range<Number> range = Range.create(this.oldest, this.newest);
        Limit limit = Limit.create(0, this.step);
        List<ScoredValue<byte[]>> members = this.connections
            .call((redis) -> redis.zrevrangebyscoreWithScores(this.index, range, limit));
        RecentPlace before = this.after;
        List<RecentPlace> places = members.stream()
            .map(RecentPlace::of)
            .filter((place) -> before == null || place.after(before))
            .toList();
        this.ended = members.size() < this.step;
        this.step = places.isEmpty() ? this.step * 2 : STEP;
        if (!places.isEmpty()) {
            start(places.get(places.size() - 1));
        }
        return places;
    }

}
