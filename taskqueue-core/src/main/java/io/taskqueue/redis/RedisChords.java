package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.SetArgs;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskResult;

/**
 * Counts chords where Celery does, so that a chord's members may be Python's: its ends in
 * a sorted set by their place, its size beside it. Who completed a chord is remembered in
 * keys of ours.
 */
final class RedisChords implements ChordCounter {

    private static final Script COUNT = Script.named("chord");

    private static final Script OVERDUE = Script.named("overdue");

    private static final Duration CLAIM = Duration.ofMinutes(1);

    private static final Duration LEAST_KEPT = Duration.ofDays(1);

    private static final int STEP = 100;

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final Duration keep;

    RedisChords(RedisConnections connections, RedisKeys keys, Duration expires) {
        this.connections = connections;
        this.keys = keys;
        this.keep = (expires.compareTo(LEAST_KEPT) > 0) ? expires : LEAST_KEPT;
    }

    @Override
    public List<Answer> open(Collection<Opening> chords) {
        return answers(chords.size(), () -> {
            List<CompletableFuture<String>> replies = new ArrayList<>();
            for (Opening opening : chords) {
                byte[] size = RedisKeys.bytes(Integer.toString(opening.size()));
                replies.add(this.connections.start((redis) -> redis.set(this.keys.chord(opening.chord(), ".s"), size,
                        SetArgs.Builder.nx().ex(this.keep.toSeconds()))));
            }
            replies.forEach(this.connections::await);
        });
    }

    @Override
    public List<Counted> count(Collection<Part> parts) {
        List<Part> all = List.copyOf(parts);
        List<Counted> counted = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i += STEP) {
            counted.addAll(countSome(all.subList(i, Math.min(all.size(), i + STEP))));
        }
        return counted;
    }

    private List<Counted> countSome(List<Part> parts) {
        List<byte[]> names = new ArrayList<>();
        names.add(this.keys.own("chords"));
        List<byte[]> args = new ArrayList<>();
        args.add(number(this.keep.toSeconds()));
        args.add(number(CLAIM.toMillis()));
        for (Part part : parts) {
            List.of(".j", ".s", ".t").forEach((what) -> names.add(this.keys.chord(part.chord(), what)));
            names.add(this.keys.own("chord:" + part.chord()));
            args.add(RedisKeys.bytes(part.chord()));
            args.add(RedisKeys.bytes((part.index() < Integer.MAX_VALUE) ? Integer.toString(part.index()) : "+inf"));
            args.add(RedisKeys.bytes(part.end().id()));
            args.add(ChordEnd.write(part.end()));
            args.add(RedisKeys.bytes(part.callback()));
        }
        try {
            List<?> replies = (List<?>) this.connections.run(COUNT, names, args);
            return replies.stream().map((reply) -> new Counted(Answer.done(), reply.equals(1L))).toList();
        }
        catch (BrokerUnavailableException failure) {
            return Collections.nCopies(parts.size(), new Counted(Answer.unknown(failure), false));
        }
    }

    @Override
    public List<TaskResult> ends(String chord) {
        try {
            Map<String, TaskResult> ends = new LinkedHashMap<>();
            byte[] key = this.keys.chord(chord, ".j");
            for (byte[] entry : this.connections.call((redis) -> redis.zrange(key, 0, -1))) {
                TaskResult end = ChordEnd.read(entry);
                // of one that Python told twice the first one stands
                ends.putIfAbsent(end.id(), end);
            }
            return List.copyOf(ends.values());
        }
        catch (BrokerUnavailableException failure) {
            throw new ResultStoreException("The ends of a chord cannot be read: " + failure.getMessage(), failure);
        }
    }

    @Override
    public boolean begin(String task, String copy) {
        byte[] key = this.keys.own("body:" + task);
        try {
            String reply = this.connections
                .call((redis) -> redis.set(key, RedisKeys.bytes(copy), SetArgs.Builder.nx().ex(this.keep.toSeconds())));
            return reply != null || copy.equals(RedisKeys.text(this.connections.call((redis) -> redis.get(key))));
        }
        catch (BrokerUnavailableException failure) {
            throw new ResultStoreException(
                    "Whether a chord's callback has begun cannot be asked: " + failure.getMessage(), failure);
        }
    }

    @Override
    public List<Answer> close(Collection<String> chords) {
        return answers(chords.size(), () -> {
            for (String chord : chords) {
                byte[][] gone = { this.keys.chord(chord, ".j"), this.keys.chord(chord, ".s"),
                        this.keys.chord(chord, ".t"), this.keys.own("chord:" + chord) };
                CompletableFuture<Long> reply = this.connections.start((redis) -> redis.unlink(gone));
                this.connections.call((redis) -> redis.zrem(this.keys.own("chords"), RedisKeys.bytes(chord)));
                this.connections.await(reply);
            }
        });
    }

    @Override
    public List<Unfinished> unfinished(Duration since, int limit) {
        List<?> replies = (List<?>) this.connections.run(OVERDUE, List.of(this.keys.own("chords")),
                List.of(this.keys.own("chord:"), number(since.toMillis()), number(limit)));
        List<Unfinished> unfinished = new ArrayList<>();
        for (int i = 0; i + 1 < replies.size(); i += 2) {
            unfinished.add(new Unfinished(RedisKeys.text(replies.get(i)), RedisKeys.text(replies.get(i + 1))));
        }
        return unfinished;
    }

    private static List<Answer> answers(int count, Runnable work) {
        try {
            work.run();
            return Collections.nCopies(count, Answer.done());
        }
        catch (BrokerUnavailableException failure) {
            return Collections.nCopies(count, Answer.unknown(failure));
        }
    }

    private static byte[] number(long number) {
        return RedisKeys.bytes(Long.toString(number));
    }

}
