package io.taskqueue.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import io.taskqueue.beat.FiringLog;
import io.taskqueue.beat.ScheduleChange;
import io.taskqueue.beat.ScheduleEntry;
import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.message.TimeSource;

/** Schedules in this process' memory, for an application of one process. */
public final class MemoryScheduleStore implements ScheduleStore {

    private final Map<String, ScheduleEntry> entries = new TreeMap<>();

    /** Enabled schedules that have a next moment, the soonest first. */
    private final TreeSet<ScheduleEntry> planned = new TreeSet<>(
            Comparator.comparing(MemoryScheduleStore::next).thenComparing(ScheduleEntry::name));

    private final MemoryFirings firings;

    public MemoryScheduleStore(TimeSource time) {
        this.firings = new MemoryFirings(time);
    }

    @Override
    public synchronized List<ScheduleEntry> all() {
        return List.copyOf(this.entries.values());
    }

    @Override
    public synchronized Optional<ScheduleEntry> find(String name) {
        return Optional.ofNullable(this.entries.get(name));
    }

    @Override
    public synchronized List<ScheduleEntry> due(Instant until, int limit) {
        return this.planned.stream().takeWhile((entry) -> !next(entry).isAfter(until)).limit(limit).toList();
    }

    @Override
    public synchronized List<Boolean> change(Collection<ScheduleChange> changes, Duration lease) {
        List<Boolean> made = new ArrayList<>(changes.size());
        changes.forEach((change) -> made.add(change(change, lease)));
        return made;
    }

    private boolean change(ScheduleChange change, Duration lease) {
        ScheduleEntry before = this.entries.get(change.name());
        if (change.revision() != ((before != null) ? before.revision() : 0)) {
            return false;
        }
        if (before != null && before.runs().next() != null) {
            this.planned.remove(before);
        }
        ScheduleEntry after = change.after();
        if (after == null) {
            this.entries.remove(change.name());
            return true;
        }
        ScheduleEntry stored = after.stored();
        this.entries.put(change.name(), stored);
        if (stored.enabled() && stored.runs().next() != null) {
            this.planned.add(stored);
        }
        change.firings().forEach((firing) -> this.firings.add(firing, lease));
        return true;
    }

    @Override
    public FiringLog firings() {
        return this.firings;
    }

    @Override
    public String description() {
        return "memory";
    }

    private static Instant next(ScheduleEntry entry) {
        return Objects.requireNonNull(entry.runs().next());
    }

}
