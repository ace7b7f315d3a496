package io.taskqueue.autoconfigure;

import java.util.Set;

import io.taskqueue.redis.RedisBroker;
import io.taskqueue.redis.RedisConnections;
import io.taskqueue.redis.RedisResultBackend;

/**
 * What the core's Redis room understands of the properties; a value that cannot work is
 * refused by its key.
 */
final class RedisOptions {

    private static final int LONGEST_PREFIX = 100;

    private final TaskQueueProperties.Redis redis;

    private final boolean redisBroker;

    private final TaskQueueOptions common;

    RedisOptions(TaskQueueProperties properties) {
        this.redis = properties.redis();
        this.redisBroker = OnRedisBroker.chosen(properties.broker());
        this.common = new TaskQueueOptions(properties);
    }

    RedisBroker.Options broker(RedisConnections connections) {
        Set<String> celery = Set.copyOf(this.redis.celeryQueues());
        TaskQueueOptions.require(celery.stream().noneMatch(String::isBlank), "redis.celery-queues", celery,
                "A queue has a name");
        return new RedisBroker.Options(prefix(connections), this.common.lease(), celery,
                TaskQueueOptions.positive("redis.max-dead-letters", this.redis.maxDeadLetters()));
    }

    RedisResultBackend.Options results(RedisConnections connections) {
        int recent = this.redis.recentResults();
        TaskQueueOptions.require(recent >= 0, "redis.recent-results", recent, "It must be 0 or more");
        return new RedisResultBackend.Options(resultPrefix(connections), this.common.expires(),
                this.common.expiresFailed(), recent);
    }

    String prefix(RedisConnections connections) {
        return checked("redis.prefix", this.redis.prefix(), connections);
    }

    private String resultPrefix(RedisConnections connections) {
        String own = this.redis.resultPrefix();
        if (own == null) {
            return prefix(connections);
        }
        checked("redis.result-prefix", own, connections);
        if (connections.cluster() && this.redisBroker && !tag(own).equals(tag(this.redis.prefix()))) {
            throw new TaskQueueStartException(
                    "taskqueue.redis.prefix and taskqueue.redis.result-prefix hold different hash tags, so that a"
                            + " Redis Cluster could not settle a message together with its result.",
                    "Set the same hash tag in both, or remove taskqueue.redis.result-prefix.");
        }
        return own;
    }

    private static String checked(String key, String prefix, RedisConnections connections) {
        TaskQueueOptions.require(prefix.isEmpty() || !prefix.isBlank(), key, prefix,
                "It must not consist of blanks only");
        TaskQueueOptions.require(prefix.chars().noneMatch(Character::isISOControl), key, "…",
                "It must not hold control characters");
        TaskQueueOptions.require(prefix.length() <= LONGEST_PREFIX, key, prefix.length() + " characters",
                "It must not be longer than 100 characters");
        if (connections.cluster() && tag(prefix).isEmpty()) {
            throw new TaskQueueStartException(
                    "Tasks are to be kept in a Redis Cluster, and without a hash tag in taskqueue." + key
                            + " their keys would lie on several nodes, where no one step can reach them all.",
                    "Set a prefix with a hash tag, such as taskqueue." + key + "={shop}:");
        }
        return prefix;
    }

    /** As a Cluster looks for it: what stands between the first braces, or nothing. */
    private static String tag(String prefix) {
        int from = prefix.indexOf('{') + 1;
        int to = prefix.indexOf('}', from);
        return (from > 0 && to > from) ? prefix.substring(from, to) : "";
    }

}
