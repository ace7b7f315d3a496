package io.taskqueue.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;

import io.taskqueue.redis.RedisBroker;

/**
 * The limit: Lettuce, two threads, and the two scripts that a worker of ours calls, with
 * the same keys and arguments. One claims, the other settles; nothing is read, nothing
 * runs.
 */
public final class RawWorker {

    private static final List<Object> END = List.of();

    private final RedisAsyncCommands<byte[], byte[]> redis;

    private final int batch;

    private final BlockingQueue<List<Object>> claimed = new ArrayBlockingQueue<>(2);

    private RawWorker(RedisAsyncCommands<byte[], byte[]> redis, int batch) {
        this.redis = redis;
        this.batch = batch;
    }

    /**
     * @param args the server's URL, and how many messages are claimed and settled at once
     */
    public static void main(String[] args) throws Exception {
        RedisClient client = RedisClient.create(args[0]);
        try (StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            RawWorker worker = new RawWorker(connection.async(), Integer.parseInt(args[1]));
            Thread settler = new Thread(worker::settleAll);
            settler.start();
            worker.claimAll();
            settler.join();
        }
        client.shutdown();
    }

    @SuppressWarnings("unchecked")
    private void claimAll() throws Exception {
        String script = script("claim");
        byte[][] keys = keys("leases", "held:raw", "due", "redelivered", "queues");
        long sequence = 0;
        String fresh = "1";
        while (true) {
            byte[][] args = bytes("raw", String.valueOf(sequence), String.valueOf(this.batch), "3600000", fresh, "0",
                    "", "16777216", Contestant.QUEUE);
            fresh = "0";
            List<Object> reply = (List<Object>) this.redis.evalsha(script, ScriptOutputType.MULTI, keys, args).get();
            if (reply.size() == 2) {
                this.claimed.put(END);
                return;
            }
            sequence += (reply.size() - 2) / 2;
            this.claimed.put(reply);
        }
    }

    private void settleAll() {
        try {
            String script = script("settle");
            byte[][] keys = keys("leases", "held:raw", "due", "redelivered", "recent", "letter-numbers", "letters",
                    "letter-count");
            for (List<Object> reply = this.claimed.take(); reply != END; reply = this.claimed.take()) {
                List<byte[]> args = new ArrayList<>(List.of(bytes("raw", "", "0", "10")));
                for (int i = 2; i < reply.size(); i += 2) {
                    args.add((byte[]) reply.get(i));
                    args.addAll(List.of(bytes("a", "0", "0")));
                }
                this.redis.evalsha(script, ScriptOutputType.MULTI, keys, args.toArray(byte[][]::new)).get();
            }
        }
        catch (InterruptedException | ExecutionException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String script(String name) throws IOException, InterruptedException, ExecutionException {
        try (InputStream text = RedisBroker.class.getResourceAsStream(name + ".lua")) {
            return this.redis.scriptLoad(Objects.requireNonNull(text, name).readAllBytes()).get();
        }
    }

    private static byte[][] keys(String... names) {
        byte[][] keys = bytes(names);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = ("taskqueue:" + names[i]).getBytes(StandardCharsets.UTF_8);
        }
        return keys;
    }

    private static byte[][] bytes(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }

}
