package io.taskqueue.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.broker.Broker;
import io.taskqueue.message.Due;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.redis.RedisBroker;
import io.taskqueue.redis.RedisConnections;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

/** A Redis of this benchmark's own, and what is asked of it. */
final class Server implements AutoCloseable {

    private static final byte[] QUEUE = Contestant.QUEUE.getBytes(StandardCharsets.UTF_8);

    private static final int CHUNK = 10_000;

    private final RedisProcess process = RedisServer.start();

    private final RedisClient client = RedisClient.create(this.process.url());

    private final StatefulRedisConnection<byte[], byte[]> connection = this.client.connect(ByteArrayCodec.INSTANCE);

    private final RedisConnections connections = RedisConnections.like(new LettuceConnectionFactory(
            (RedisStandaloneConfiguration) LettuceConnectionFactory.createRedisConfiguration(this.process.url())),
            Duration.ofSeconds(30));

    private final Broker broker = new RedisBroker(this.connections,
            new RedisBroker.Options("", Duration.ofSeconds(30), Set.of(Contestant.QUEUE), 10), MessageCodec.standard(),
            TimeSource.system());

    String url() {
        return this.process.url();
    }

    RedisCommands<byte[], byte[]> commands() {
        return this.connection.sync();
    }

    void clear() {
        commands().flushall();
    }

    /** Has so many calls wait, each with an id of its own. */
    void fill(String task, int count, @Nullable Due due) {
        for (int from = 0; from < count; from += CHUNK) {
            List<TaskMessage> messages = new ArrayList<>(CHUNK);
            for (int i = from; i < Math.min(count, from + CHUNK); i++) {
                messages.add(message(task, i, due));
            }
            this.broker.publish(messages);
        }
    }

    static TaskMessage message(String task, int number, @Nullable Due due) {
        byte[] body = ("[[" + number + "], {}, {\"callbacks\": null, \"errbacks\": null, \"chain\": null, "
                + "\"chord\": null}]")
            .getBytes(StandardCharsets.UTF_8);
        return new TaskMessage(UUID.randomUUID().toString(), task, Contestant.QUEUE, Payload.json(body),
                TaskHeaders.none(), null, due, null);
    }

    long waiting() {
        return commands().llen(QUEUE);
    }

    /**
     * Tops the queue up from a reservoir beside it, on the server, so that it costs alike
     * for all.
     */
    void topUp(int depth) {
        commands().eval(
                "for i = redis.call('LLEN', KEYS[1]), ARGV[1] - 1 do "
                        + "if not redis.call('LMOVE', KEYS[2], KEYS[1], 'RIGHT', 'LEFT') then return end end",
                ScriptOutputType.STATUS, new byte[][] { QUEUE, reservoir() },
                String.valueOf(depth).getBytes(StandardCharsets.UTF_8));
    }

    /** Puts all that waits into the reservoir. */
    void setAside() {
        commands().rename(QUEUE, reservoir());
    }

    long aside() {
        return commands().llen(reservoir());
    }

    private static byte[] reservoir() {
        return "reservoir".getBytes(StandardCharsets.UTF_8);
    }

    /** The processor time it has used, in seconds. */
    double cpu() {
        String info = commands().info("cpu");
        return number(info, "used_cpu_user:([0-9.]+)") + number(info, "used_cpu_sys:([0-9.]+)");
    }

    /** How often a script was called. */
    long scripts() {
        return (long) number(commands().info("commandstats"), "cmdstat_evalsha:calls=([0-9]+)");
    }

    String version() {
        Matcher found = Pattern.compile("redis_version:(\\S+)").matcher(commands().info("server"));
        return found.find() ? found.group(1) : "unknown";
    }

    private static double number(String info, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(info);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    @Override
    public void close() {
        this.broker.close();
        this.connections.close();
        this.connection.close();
        this.client.shutdown();
        this.process.close();
    }

}
