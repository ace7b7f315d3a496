package io.taskqueue.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.DeadLetter;

/** The dead letters by rising number, so many at most. Guarded by the depot's lock. */
final class MemoryDeadLetters {

    private final TreeMap<Long, DeadLetter> letters = new TreeMap<>();

    private final int most;

    private long last;

    MemoryDeadLetters(int most) {
        this.most = most;
    }

    void add(String queue, String reason, Instant at, Content content) {
        this.last++;
        this.letters.put(this.last, new DeadLetter(Long.toString(this.last), queue, reason, at, content));
        if (this.letters.size() > this.most) {
            this.letters.pollFirstEntry();
        }
    }

    List<DeadLetter> list(@Nullable String queue, int offset, int limit) {
        return of(queue).skip(Math.max(0, offset)).limit(Math.max(0, limit)).toList();
    }

    long count(@Nullable String queue) {
        return (queue != null) ? of(queue).count() : this.letters.size();
    }

    /** Those of these that there are, the oldest first. */
    List<DeadLetter> find(Collection<String> ids) {
        return ids.stream().distinct().map(this::find).flatMap(Stream::ofNullable).toList();
    }

    private @Nullable DeadLetter find(String id) {
        try {
            return this.letters.get(Long.valueOf(id));
        }
        catch (NumberFormatException notOurs) {
            return null;
        }
    }

    void remove(DeadLetter letter) {
        this.letters.remove(Long.valueOf(letter.id()));
    }

    private Stream<DeadLetter> of(@Nullable String queue) {
        return this.letters.descendingMap()
            .values()
            .stream()
            .filter((letter) -> queue == null || letter.queue().equals(queue));
    }

}
