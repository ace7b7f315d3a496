package io.taskqueue.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.lettuce.core.KeyValue;
import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;

/**
 * Dead letters on Redis. Each is a number and, in one hash, its queue, moment, reason and
 * message, a line each.
 */
final class RedisDeadLetters implements DeadLetters {

    private static final Script UNBURY = Script.named("unbury");

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final RedisMessages messages;

    RedisDeadLetters(RedisConnections connections, RedisKeys keys, RedisMessages messages) {
        this.connections = connections;
        this.keys = keys;
        this.messages = messages;
    }

    private byte[] numbers(@Nullable String queue) {
        return this.keys.own((queue != null) ? "letter-numbers:" + queue : "letter-numbers");
    }

    @Override
    public List<DeadLetter> list(@Nullable String queue, int offset, int limit) {
        if (limit < 1) {
            return List.of();
        }
        List<byte[]> found = this.connections
            .call((redis) -> redis.zrevrange(numbers(queue), offset, offset + limit - 1L));
        return read(found);
    }

    private List<DeadLetter> read(List<byte[]> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<KeyValue<byte[], byte[]>> found = this.connections
            .call((redis) -> redis.hmget(this.keys.own("letters"), ids.toArray(byte[][]::new)));
        List<DeadLetter> letters = new ArrayList<>();
        for (KeyValue<byte[], byte[]> letter : found) {
            if (letter.hasValue()) {
                letters.add(letter(RedisKeys.text(letter.getKey()), letter.getValue()));
            }
        }
        return letters;
    }

    private DeadLetter letter(String id, byte[] lines) {
        int[] ends = new int[3];
        int end = -1;
        for (int i = 0; i < ends.length; i++) {
            end = indexOf(lines, end + 1);
            ends[i] = end;
        }
        String queue = RedisKeys.text(Arrays.copyOfRange(lines, 0, ends[0]));
        long at = Long.parseLong(RedisKeys.text(Arrays.copyOfRange(lines, ends[0] + 1, ends[1])));
        String reason = RedisKeys.text(Arrays.copyOfRange(lines, ends[1] + 1, ends[2]));
        byte[] message = Arrays.copyOfRange(lines, ends[2] + 1, lines.length);
        Content content = this.messages.read(message, queue);
        return new DeadLetter(id, queue, reason, Instant.ofEpochMilli(at),
                (content instanceof Content.Malformed) ? new Content.Malformed(reason, message) : content);
    }

    private static int indexOf(byte[] lines, int from) {
        int i = from;
        while (lines[i] != '\n') {
            i++;
        }
        return i;
    }

    @Override
    public long count(@Nullable String queue) {
        return this.connections.call((redis) -> redis.zcard(numbers(queue)));
    }

    @Override
    public int replay(Collection<String> ids) {
        List<byte[]> args = new ArrayList<>();
        for (DeadLetter letter : read(numbered(ids))) {
            if (letter.content() instanceof Content.Readable readable) {
                TaskMessage anew = readable.message()
                    .header(TaskHeaders.DELIVERIES, null)
                    .header(TaskHeaders.PARKED_SINCE, null)
                    .due(null);
                RedisMessages.Outgoing outgoing = this.messages.write(anew);
                args.add(RedisKeys.bytes(letter.id()));
                args.add(RedisKeys.bytes(outgoing.step()));
                args.add(outgoing.bytes());
            }
        }
        return unbury(args);
    }

    @Override
    public int remove(Collection<String> ids) {
        List<byte[]> args = new ArrayList<>();
        for (byte[] id : numbered(ids)) {
            args.addAll(List.of(id, new byte[0], new byte[0]));
        }
        return unbury(args);
    }

    private int unbury(List<byte[]> letters) {
        if (letters.isEmpty()) {
            return 0;
        }
        List<byte[]> args = new ArrayList<>(letters);
        args.add(0, RedisKeys.bytes(this.keys.prefix()));
        return RedisBroker.count(this.connections.run(UNBURY, List.of(numbers(null), this.keys.own("letters")), args));
    }

    /** What is no number is no dead letter's. */
    private static List<byte[]> numbered(Collection<String> ids) {
        return ids.stream()
            .filter((id) -> !id.isEmpty() && id.length() < 18 && id.chars().allMatch((c) -> c >= '0' && c <= '9'))
            .distinct()
            .map(RedisKeys::bytes)
            .toList();
    }

}
