package io.taskqueue.rabbit;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.BrokerUnavailableException;

/**
 * What is made sure to exist before it is used: queues, the delayed-delivery exchanges,
 * and the binding that leads from these to a queue. A queue that exists is used as it was
 * declared. All of it is asserted again now and then, since anybody may delete it.
 */
final class Declarations {

    private static final Logger logger = LoggerFactory.getLogger(Declarations.class);

    private static final long KNOWN_FOR = TimeUnit.MINUTES.toNanos(1);

    private static final int MOST_NAMES = 10_000;

    private static final int ACCESS_REFUSED = 403;

    private static final int PRECONDITION_FAILED = 406;

    private final RabbitBroker.Options options;

    private final Map<String, Long> known = new ConcurrentHashMap<>();

    private final Set<String> foreign = ConcurrentHashMap.newKeySet();

    private final Set<String> named = ConcurrentHashMap.newKeySet();

    Declarations(RabbitBroker.Options options) {
        this.options = options;
    }

    /** Whether this was made sure of lately. */
    boolean knows(String queue, boolean delayed) {
        return fresh(queue) && (!delayed || (fresh(Delay.ENTRANCE) && fresh(Delay.exit(queue))));
    }

    private boolean fresh(String name) {
        Long since = this.known.get(name);
        return since != null && System.nanoTime() - since < KNOWN_FOR;
    }

    private void remember(String name) {
        if (this.known.size() > MOST_NAMES) {
            this.known.clear();
        }
        this.known.put(name, System.nanoTime());
    }

    /** Believes no longer that anything exists. */
    void forget() {
        this.known.clear();
    }

    /** Every queue of tasks that was ever made sure of here. */
    Set<String> queues() {
        return new TreeSet<>(this.named);
    }

    /** Queues that somebody else declared, in another way than we would. */
    Set<String> foreign() {
        return new TreeSet<>(this.foreign);
    }

    /**
     * Makes sure of a queue, and of the way to it from the delays.
     * @param channels opens a channel, which is closed here: a refusal closes it anyway
     */
    void assure(Supplier<Channel> channels, String queue, boolean delayed) {
        if (!fresh(queue)) {
            boolean letters = this.options.holdsLetters(queue);
            declare(channels, queue, letters ? this.options.letterArguments() : this.options.arguments());
            if (!letters && this.named.size() < MOST_NAMES) {
                this.named.add(queue);
            }
            remember(queue);
        }
        if (delayed) {
            assureDelays(channels);
            bind(channels, queue);
        }
    }

    private void declare(Supplier<Channel> channels, String queue, Map<String, Object> arguments) {
        try {
            on(channels, (channel) -> channel.queueDeclare(queue, true, false, false, arguments));
        }
        catch (IOException refused) {
            int code = RabbitTrouble.code(refused);
            if (code == PRECONDITION_FAILED) {
                if (this.foreign.size() < MOST_NAMES && this.foreign.add(queue)) {
                    logger.info("Queue {} is used as somebody else declared it: {}", queue,
                            RabbitTrouble.refusal(refused));
                }
            }
            else if (code == ACCESS_REFUSED) {
                requireExisting(channels, queue, refused);
            }
            else {
                throw RabbitTrouble.unavailable(refused, false);
            }
        }
    }

    /** Whoever may not declare a queue can still use one. */
    private static void requireExisting(Supplier<Channel> channels, String queue, IOException refused) {
        try {
            on(channels, (channel) -> channel.queueDeclarePassive(queue));
        }
        catch (IOException absent) {
            throw RabbitTrouble.unavailable(refused, false);
        }
    }

    private void assureDelays(Supplier<Channel> channels) {
        if (fresh(Delay.ENTRANCE)) {
            return;
        }
        try {
            on(channels, (channel) -> channel.exchangeDeclare(Delay.EXIT, "topic", true));
            // from the exit on, so that each level finds the next one
            for (int bit = 0; bit < Delay.LEVELS; bit++) {
                assureLevel(channels, bit);
            }
        }
        catch (IOException refused) {
            throw RabbitTrouble.unavailable(refused, false);
        }
        remember(Delay.ENTRANCE);
    }

    private void assureLevel(Supplier<Channel> channels, int bit) throws IOException {
        String level = Delay.level(bit);
        String next = (bit > 0) ? Delay.level(bit - 1) : Delay.EXIT;
        try {
            on(channels, (channel) -> {
                channel.exchangeDeclare(level, "topic", true);
                channel.queueDeclare(level, true, false, false, levelArguments(bit, next));
                bind(channel, bit, next);
            });
        }
        catch (IOException refused) {
            // Python's may be of the other kind
            declare(channels, level, levelArguments(bit, next));
            on(channels, (channel) -> bind(channel, bit, next));
        }
    }

    private static void bind(Channel channel, int bit, String next) throws IOException {
        String level = Delay.level(bit);
        channel.queueBind(level, level, Delay.binding(bit, true));
        channel.exchangeBind(next, level, Delay.binding(bit, false));
    }

    private Map<String, Object> levelArguments(int bit, String next) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("x-queue-type", this.options.delays().argument());
        arguments.put("x-overflow", "reject-publish");
        arguments.put("x-message-ttl", (1L << bit) * 1000);
        arguments.put("x-dead-letter-exchange", next);
        if (this.options.delays() == RabbitBroker.QueueType.QUORUM) {
            arguments.put("x-dead-letter-strategy", "at-least-once");
        }
        return arguments;
    }

    private void bind(Supplier<Channel> channels, String queue) {
        String exit = Delay.exit(queue);
        if (fresh(exit)) {
            return;
        }
        try {
            on(channels, (channel) -> channel.queueBind(queue, Delay.EXIT, exit));
        }
        catch (IOException refused) {
            throw RabbitTrouble.unavailable(refused, false);
        }
        remember(exit);
    }

    private static void on(Supplier<Channel> channels, Step step) throws IOException {
        Channel channel = channels.get();
        try {
            step.on(channel);
        }
        catch (RuntimeException closed) {
            throw new BrokerUnavailableException("There is no connection to RabbitMQ", false, closed);
        }
        finally {
            RabbitConnections.close(channel);
        }
    }

    private interface Step {

        void on(Channel channel) throws IOException;

    }

}
