package io.taskqueue.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Signal;

/**
 * What tells the receivers of this process that there may be something for them: the
 * lists that ordinary calls use are watched; for the others our producers drop a hint.
 * Whatever is missed is found a second later.
 */
final class Watches implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(Watches.class);

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final Priorities priorities;

    private final Map<String, ListWatch> lists = new ConcurrentHashMap<>();

    private final Map<Signal, Set<String>> receivers = new ConcurrentHashMap<>();

    private @Nullable AutoCloseable hints;

    Watches(RedisConnections connections, RedisKeys keys, Priorities priorities) {
        this.connections = connections;
        this.keys = keys;
        this.priorities = priorities;
    }

    /**
     * Raises this signal when there may be something in one of these queues.
     * @param behind sends what Redis is to do as soon as there is
     * @return the nanoseconds after which to do this again, since not all can be watched
     */
    long arm(Collection<String> queues, Signal signal, Function<Line, CompletableFuture<?>> behind) {
        this.receivers.put(signal, Set.copyOf(queues));
        listen();
        long again = Long.MAX_VALUE;
        for (String queue : queues) {
            for (String step : this.priorities.ordinarySteps(queue)) {
                ListWatch watch = this.lists.computeIfAbsent(queue + "\n" + step,
                        (name) -> new ListWatch(this.connections, this.keys.list(queue, step)));
                again = Math.min(again, watch.arm(signal, behind));
            }
        }
        return again;
    }

    /** Whether a push to this list is noticed without a hint. */
    boolean watched(String queue, String step) {
        return this.priorities.ordinarySteps(queue).contains(step);
    }

    /** Raises the signals of all receivers of these queues in this process. */
    void hint(Collection<String> queues) {
        this.receivers.forEach((signal, wanted) -> {
            if (queues.stream().anyMatch(wanted::contains)) {
                signal.raise();
            }
        });
    }

    /** Tells the receivers of other processes. */
    void tellOthers(Collection<String> queues) {
        byte[] text = RedisKeys.bytes(String.join("\n", queues));
        this.connections.start((redis) -> redis.publish(RedisKeys.bytes(this.keys.channel("hints")), text))
            .exceptionally((failure) -> {
                logger.debug("A hint was not sent; it would only have made receivers quicker", failure);
                return null;
            });
    }

    /** A receiver that will not come again. */
    void forget(Signal signal) {
        this.receivers.remove(signal);
        this.lists.values().forEach((list) -> list.forget(signal));
    }

    private synchronized void listen() {
        if (this.hints == null) {
            this.hints = this.connections.ear()
                .listen(this.keys.channel("hints"), (body) -> hint(
                        new HashSet<>(Arrays.asList(new String(body, StandardCharsets.UTF_8).split("\n")))));
        }
    }

    @Override
    public synchronized void close() {
        this.lists.values().forEach(ListWatch::close);
        try {
            if (this.hints != null) {
                this.hints.close();
            }
        }
        catch (Exception failure) {
            logger.debug("The channel of hints could not be left", failure);
        }
    }

}
