package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Checkup;
import io.taskqueue.broker.CompletesAtOnce;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.Leases;
import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;

/**
 * A broker on Redis, on kombu's own lists. What a worker takes moves, in one step, to a
 * record of its loans under its lease, so that there is no moment at which a task exists
 * only in a worker's memory. How much of it outlives the server is Redis' own setting,
 * {@code appendonly}.
 */
public final class RedisBroker implements Broker, Leases, CompletesAtOnce {

    private static final Script CLAIM = Script.named("claim");

    private static final Script WITHDRAW = Script.named("withdraw");

    private static final Script RENEW = Script.named("renew");

    private static final Script RECLAIM = Script.named("reclaim");

    private static final Script RESIGN = Script.named("resign");

    /** One claim takes no more than this, so that large messages do not pile up. */
    private static final long MOST_BYTES = 16 * 1024 * 1024;

    private static final Duration COUNTS_KEPT = Duration.ofDays(7);

    private final RedisConnections connections;

    private final Options options;

    private final RedisKeys keys;

    private final ServerClock clock;

    private final RedisMessages messages;

    private final Watches watches;

    private final Settling settling;

    private final Publisher publisher;

    private final RedisQueues queues;

    private final RedisDeadLetters letters;

    private final RedisCheckup checkup;

    private volatile boolean closed;

    /**
     * @param connections the way to Redis; closed by whoever opened it
     * @param codec reads and writes what lies there
     */
    public RedisBroker(RedisConnections connections, Options options, MessageCodec codec, TimeSource time) {
        this.connections = connections;
        this.options = options;
        this.keys = new RedisKeys(options.prefix());
        this.clock = new ServerClock(time);
        this.messages = new RedisMessages(codec, options.celeryQueues(), this.clock, time);
        this.watches = new Watches(connections, this.keys, this.messages.priorities());
        this.settling = new Settling(connections, this.keys, this.messages, options.maxDeadLetters());
        this.publisher = new Publisher(connections, this.keys, this.messages, this.watches);
        this.queues = new RedisQueues(connections, this.keys);
        this.letters = new RedisDeadLetters(connections, this.keys, this.messages);
        this.checkup = new RedisCheckup(connections);
    }

    @Override
    public List<Answer> publish(Collection<TaskMessage> messages) {
        if (this.closed) {
            Exception late = new IllegalStateException("The Redis broker is closed and takes no more messages");
            return messages.stream().map((message) -> Answer.failed(late)).toList();
        }
        return this.publisher.publish(messages);
    }

    @Override
    public Consumer consume(ConsumerOptions options) {
        return new RedisConsumer(this, options);
    }

    @Override
    public boolean completesWith(ResultBackend results) {
        return results.capability(RedisResultBackend.class)
            .filter((redis) -> redis.connections() == this.connections)
            .isPresent();
    }

    @Override
    public List<Answer> complete(Consumer consumer, ResultBackend results, Collection<Completion> completions) {
        return ours(consumer).settle(completions, results.capability(RedisResultBackend.class).orElseThrow());
    }

    @Override
    public Duration length() {
        return this.options.lease();
    }

    @Override
    public Set<String> renew(Consumer consumer) {
        return ours(consumer).renew();
    }

    private RedisConsumer ours(Consumer consumer) {
        if (consumer instanceof RedisConsumer redis && redis.of(this)) {
            return redis;
        }
        throw new IllegalArgumentException("This consumer is not one of this broker's");
    }

    @Override
    public int reclaim(int limit) {
        List<byte[]> names = List.of(this.keys.own("leases"), this.keys.own("abandoned"), this.keys.own("redelivered"));
        return count(this.connections.run(RECLAIM, names,
                List.of(RedisKeys.bytes(this.keys.prefix()), number(limit), number(COUNTS_KEPT.toSeconds()))));
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        if (type == QueueInspection.class || type == QueueAdministration.class) {
            return Optional.of(type.cast(this.queues));
        }
        if (type == DeadLetters.class) {
            return Optional.of(type.cast(this.letters));
        }
        return (type == Checkup.class) ? Optional.of(type.cast(this.checkup)) : Broker.super.capability(type);
    }

    @Override
    public String description() {
        return this.connections.description();
    }

    @Override
    public void close() {
        this.closed = true;
        this.watches.close();
    }

    RedisCheckup checkup() {
        return this.checkup;
    }

    Watches watches() {
        return this.watches;
    }

    RedisMessages messages() {
        return this.messages;
    }

    Settling settling() {
        return this.settling;
    }

    List<?> claim(Ask ask) {
        return (List<?>) this.connections.run(CLAIM, claimKeys(ask.owner()), arguments(ask, false));
    }

    /**
     * Sends a claim that may be carried out much later, over this connection. It takes
     * nothing if its owner has taken anything or withdrawn it by then.
     */
    CompletableFuture<List<?>> claimAhead(Line line, Ask ask) {
        byte[][] names = claimKeys(ask.owner()).toArray(byte[][]::new);
        byte[][] args = arguments(ask, true).toArray(byte[][]::new);
        return line.start((redis) -> redis.<List<?>>evalsha(CLAIM.digest(), ScriptOutputType.MULTI, names, args));
    }

    /**
     * Whether a claim that was sent ahead had not been carried out, and never will be.
     */
    boolean withdraw(String owner, long sequence) {
        return count(this.connections.run(WITHDRAW, List.of(this.keys.own("leases"), this.keys.held(owner)),
                List.of(RedisKeys.bytes(owner), number(sequence)))) == 1;
    }

    private List<byte[]> claimKeys(String owner) {
        return List.of(this.keys.own("leases"), this.keys.held(owner), this.keys.own("due"),
                this.keys.own("redelivered"), this.keys.own("queues"));
    }

    private List<byte[]> arguments(Ask ask, boolean ahead) {
        List<byte[]> args = new ArrayList<>(9 + ask.queues().size());
        args.add(RedisKeys.bytes(ask.owner()));
        args.add(number(ask.sequence()));
        args.add(number(ask.limit()));
        args.add(number(this.options.lease().toMillis()));
        args.add(number(ask.fresh() ? 1 : 0));
        args.add(number(ask.strict() ? 1 : 0));
        args.add(RedisKeys.bytes(this.keys.prefix()));
        args.add(number(MOST_BYTES));
        args.add(number(ahead ? 1 : 0));
        ask.queues().forEach((queue) -> args.add(RedisKeys.bytes(queue)));
        return args;
    }

    /** 1 if it was, 0 if the lease had been taken, -1 if Redis has forgotten all. */
    int renew(String owner) {
        return count(this.connections.run(RENEW, List.of(this.keys.own("leases"), this.keys.own("queues")),
                List.of(RedisKeys.bytes(owner), number(this.options.lease().toMillis()))));
    }

    void resign(String owner) {
        this.connections.run(RESIGN, List.of(this.keys.own("leases"), this.keys.held(owner)),
                List.of(RedisKeys.bytes(owner), RedisKeys.bytes(this.keys.prefix())));
    }

    /** What follows from these may be for a receiver of this process. */
    void sent(List<Completion> completions) {
        Set<String> queues = new HashSet<>();
        for (Completion completion : completions) {
            completion.followUps().forEach((message) -> queues.add(message.queue()));
        }
        if (!queues.isEmpty()) {
            this.watches.hint(queues);
        }
    }

    void heard(long serverMillis) {
        this.clock.heard(serverMillis);
    }

    private static byte[] number(long number) {
        return RedisKeys.bytes(Long.toString(number));
    }

    static int count(Object reply) {
        return ((Long) ((List<?>) reply).get(0)).intValue();
    }

    /**
     * What an owner asks for.
     *
     * @param owner who takes
     * @param sequence of the last message it knows that it took
     * @param limit the most it takes
     * @param fresh whether this is the first that is heard of it
     * @param strict whether queues are emptied in this order rather than in turn
     * @param queues where from
     */
    record Ask(String owner, long sequence, int limit, boolean fresh, boolean strict, List<String> queues) {
    }

    /**
     * Where a Redis broker keeps its messages, and for how long it lends them.
     *
     * @param prefix what all keys begin with; in a Cluster a hash tag such as
     * <code>{shop}:</code>
     * @param lease how long a consumer owns its deliveries without renewal
     * @param celeryQueues queues shared with Python, whose priorities are Celery's there:
     * 0 is the first
     * @param maxDeadLetters the most dead letters it keeps; of more, the oldest are
     * dropped
     */
    public record Options(String prefix, Duration lease, Set<String> celeryQueues, int maxDeadLetters) {

        /** No prefix, a lease of 30 seconds, Celery's default queue, ten thousand. */
        public static final Options DEFAULT = new Options("", Duration.ofSeconds(30), Set.of("celery"), 10_000);

        public Options {
            Objects.requireNonNull(prefix, "prefix");
            celeryQueues = Set.copyOf(celeryQueues);
            if (lease.isNegative() || lease.isZero()) {
                throw new IllegalArgumentException("A lease lasts a while, not " + lease);
            }
            if (maxDeadLetters < 1) {
                throw new IllegalArgumentException(
                        "A Redis broker keeps at least one dead letter, not " + maxDeadLetters);
            }
        }

        /** The same with this prefix. */
        public Options prefix(String prefix) {
            return new Options(prefix, this.lease, this.celeryQueues, this.maxDeadLetters);
        }

        /** The same with a lease of this length. */
        public Options lease(Duration lease) {
            return new Options(this.prefix, lease, this.celeryQueues, this.maxDeadLetters);
        }

    }

}
