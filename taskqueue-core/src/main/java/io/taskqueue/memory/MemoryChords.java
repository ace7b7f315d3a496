package io.taskqueue.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.TaskResult;

/** The chords of this process, so many at most. */
final class MemoryChords implements ChordCounter {

    private static final int MOST = 10_000;

    private static final long CLAIM = Duration.ofMinutes(1).toNanos();

    private final Map<String, Chord> chords = new LinkedHashMap<>();

    /** Which copy of a callback has begun. */
    private final Map<String, String> begun = new LinkedHashMap<>();

    private final TimeSource time;

    MemoryChords(TimeSource time) {
        this.time = time;
    }

    @Override
    public synchronized List<Answer> open(Collection<Opening> openings) {
        for (Opening opening : openings) {
            this.chords.putIfAbsent(opening.chord(), new Chord(opening.size()));
            if (this.chords.size() > MOST) {
                this.chords.remove(this.chords.keySet().iterator().next());
            }
        }
        return openings.stream().map((opening) -> Answer.done()).toList();
    }

    @Override
    public synchronized List<Counted> count(Collection<Part> parts) {
        List<Counted> counted = new ArrayList<>(parts.size());
        for (Part part : parts) {
            Chord chord = this.chords.get(part.chord());
            counted.add(new Counted(Answer.done(), chord != null && chord.completedBy(part, this.time.nanos())));
        }
        return counted;
    }

    @Override
    public synchronized List<TaskResult> ends(String id) {
        Chord chord = this.chords.get(id);
        return (chord == null) ? List.of()
                : chord.parts.values().stream().sorted(Comparator.comparingInt(Part::index)).map(Part::end).toList();
    }

    @Override
    public synchronized boolean begin(String task, String copy) {
        this.begun.putIfAbsent(task, copy);
        if (this.begun.size() > MOST) {
            this.begun.remove(this.begun.keySet().iterator().next());
        }
        return copy.equals(this.begun.get(task));
    }

    @Override
    public synchronized List<Answer> close(Collection<String> ids) {
        ids.forEach(this.chords::remove);
        return ids.stream().map((id) -> Answer.done()).toList();
    }

    @Override
    public synchronized List<Unfinished> unfinished(Duration since, int limit) {
        long now = this.time.nanos();
        List<Unfinished> late = new ArrayList<>();
        this.chords.forEach((id, chord) -> {
            if (late.size() < limit && chord.claimedBy != null && now - chord.claimedAt >= since.toNanos()) {
                chord.claimedAt = now;
                late.add(new Unfinished(id, chord.callback));
            }
        });
        return late;
    }

    /** One chord, and which of its members have ended. */
    private static final class Chord {

        private final int size;

        private final Map<String, Part> parts = new LinkedHashMap<>();

        private @Nullable String callback;

        private @Nullable String claimedBy;

        private long claimedAt;

        private Chord(int size) {
            this.size = size;
        }

        private boolean completedBy(Part part, long now) {
            String member = part.end().id();
            this.parts.putIfAbsent(member, part);
            boolean mine = this.claimedBy == null || this.claimedBy.equals(member) || now - this.claimedAt >= CLAIM;
            if (this.parts.size() < this.size || !mine) {
                return false;
            }
            this.claimedBy = member;
            this.claimedAt = now;
            this.callback = part.callback();
            return true;
        }

    }

}
