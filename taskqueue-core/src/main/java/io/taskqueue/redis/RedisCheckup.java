package io.taskqueue.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Checkup;
import io.taskqueue.message.SafeText;

/** A look at those of Redis' settings that decide whether tasks are safe there. */
final class RedisCheckup implements Checkup {

    private static final Logger logger = LoggerFactory.getLogger(RedisCheckup.class);

    private final RedisConnections connections;

    private final AtomicLong losses = new AtomicLong();

    RedisCheckup(RedisConnections connections) {
        this.connections = connections;
    }

    /** Notes that Redis came back without what it had held. */
    void lost() {
        this.losses.incrementAndGet();
        logger.warn("Redis came back empty: what it held of queues, delayed and running tasks is gone."
                + " With appendonly yes it keeps them.");
    }

    @Override
    public List<String> concerns() {
        Map<String, String> info = info();
        List<String> concerns = new ArrayList<>();
        String policy = info.getOrDefault("maxmemory_policy", "noeviction");
        if (!policy.equals("noeviction")) {
            concerns.add("Redis may throw tasks away when its memory is full: maxmemory-policy is "
                    + SafeText.of(policy) + ", set it to noeviction");
        }
        long most = Long.parseLong(info.getOrDefault("maxmemory", "0"));
        if (most > 0 && Long.parseLong(info.getOrDefault("used_memory", "0")) >= most) {
            concerns.add("Redis refuses calls because its memory is full: give it more than the " + most
                    + " bytes of maxmemory, or more workers");
        }
        if (info.getOrDefault("aof_enabled", "1").equals("0")) {
            concerns.add("Redis forgets its tasks when it ends: appendonly is no, set it to yes");
        }
        if (this.losses.get() > 0) {
            concerns.add("Redis came back empty " + this.losses.get() + " times since this process started");
        }
        return concerns;
    }

    /** Nothing where this user may not ask. */
    private Map<String, String> info() {
        try {
            String text = this.connections.call((redis) -> redis.info());
            return text.lines()
                .map((line) -> line.split(":", 2))
                .filter((parts) -> parts.length == 2)
                .collect(Collectors.toMap((parts) -> parts[0], (parts) -> parts[1], (first, second) -> first));
        }
        catch (BrokerUnavailableException refused) {
            if (String.valueOf(refused.getMessage()).contains("NOPERM")) {
                return Map.of();
            }
            throw refused;
        }
    }

    @Override
    public long losses() {
        return this.losses.get();
    }

}
