package io.taskqueue.redis;

import java.time.Duration;

import io.taskqueue.message.TimeSource;

/**
 * Result stores on a real server, each test's under a prefix of its own. All share one
 * set of connections, as the parts of an application do.
 */
final class RedisResults {

    static final Duration EXPIRES = Duration.ofDays(1);

    static final Duration EXPIRES_FAILED = Duration.ofHours(1);

    final String prefix;

    private final RedisPlace place;

    RedisResults(RedisPlace place) {
        this.place = place;
        this.prefix = place.prefix();
    }

    RedisResultBackend open(int recent) {
        return new RedisResultBackend(this.place.shared(),
                new RedisResultBackend.Options(this.prefix, EXPIRES, EXPIRES_FAILED, recent), TimeSource.system());
    }

    RedisConnections connections() {
        return this.place.shared();
    }

    byte[] key(String id) {
        return RedisKeys.bytes(this.prefix + "celery-task-meta-" + id);
    }

    /** Writes as a stranger would. */
    void write(String id, String document) {
        this.place.shared().call((redis) -> redis.set(key(id), RedisKeys.bytes(document)));
    }

    void clear() {
        this.place.clear(this.prefix);
    }

}
