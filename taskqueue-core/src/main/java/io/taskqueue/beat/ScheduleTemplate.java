package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.beat.Firing.Fate;
import io.taskqueue.beat.ScheduleOrigin.Source;
import io.taskqueue.result.TaskResult;

/** What an application asks for schedules with. Safe for use by many threads. */
public final class ScheduleTemplate implements ScheduleOperations {

    private static final int MOST_TRIES = 20;

    private static final int MOST_UPCOMING = 100;

    private final ScheduleStore store;

    private final BeatParts parts;

    private final FiringSender sender;

    private final LastRuns lastRuns;

    private final Runnable changed;

    /**
     * @param changed called after each change, so that this node notices at once
     */
    public ScheduleTemplate(BeatParts parts, Runnable changed) {
        this.store = parts.store();
        this.parts = parts;
        this.sender = parts.sender();
        this.lastRuns = parts.lastRuns();
        this.changed = changed;
    }

    @Override
    public List<ScheduleEntry> all() {
        return this.store.all();
    }

    @Override
    public Optional<ScheduleEntry> find(String name) {
        return this.store.find(name);
    }

    @Override
    public ScheduleEntry save(String name, ScheduleSpec spec) {
        Instant now = this.store.firings().now();
        ScheduleEntry fresh = ScheduleEntry.create(name, spec, true, ScheduleOrigin.RUN_TIME, now);
        check(fresh);
        return change(() -> this.store.find(name).map((before) -> edited(before, spec, now)).orElse(fresh));
    }

    private static ScheduleEntry edited(ScheduleEntry before, ScheduleSpec spec, Instant now) {
        ScheduleEntry after = before.spec(spec).origin(before.origin().asEdited());
        boolean moved = !before.spec().when().equals(spec.when()) || !before.spec().zone().equals(spec.zone());
        return moved ? after.plannedFrom(now) : after;
    }

    /** Refuses what could never be sent or stored. */
    void check(ScheduleEntry entry) {
        ScheduleSpec spec = entry.spec();
        if (!ScheduleSpec.fits(spec.task()) || !ScheduleSpec.fits(spec.when())
                || (spec.queue() != null && !ScheduleSpec.fits(spec.queue()))) {
            throw new IllegalArgumentException("Task, schedule and queue are 1 to " + ScheduleSpec.LONGEST
                    + " characters each, without control characters");
        }
        if (entry.runs().next() == null) {
            throw new IllegalArgumentException("\"" + spec.when() + "\" never comes");
        }
        this.parts.tasks().check(this.sender.call(entry));
    }

    @Override
    public ScheduleEntry enable(String name, boolean enabled) {
        Instant now = this.store.firings().now();
        return change(() -> {
            ScheduleEntry before = required(name);
            ScheduleEntry after = before.enabled(enabled).origin(before.origin().asEdited());
            return (enabled && !before.enabled()) ? after.plannedFrom(now) : after;
        });
    }

    @Override
    public String trigger(String name) {
        String id = this.parts.tasks().apply(this.sender.call(required(name))).id();
        Instant now = Moments.of(this.store.firings().now());
        change(() -> {
            ScheduleEntry before = required(name);
            return before.runs(before.runs().ran(now, id, 1));
        }, (entry) -> List.of(new Firing(name, now, Fate.SENT, id, 1, now, "asked for")));
        return id;
    }

    @Override
    public boolean remove(String name) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<ScheduleEntry> entry = this.store.find(name);
            if (entry.isEmpty()) {
                return false;
            }
            ScheduleOrigin origin = entry.get().origin();
            if (origin.source() != Source.RUN_TIME && !origin.gone()) {
                throw new IllegalStateException("Schedule " + name + " is declared by " + origin.application()
                        + ", which would bring it back; disable it instead");
            }
            if (this.store.change(List.of(ScheduleChange.removal(entry.get())), Duration.ZERO).get(0)) {
                return true;
            }
        }
        throw crowded();
    }

    @Override
    public List<Instant> upcoming(ScheduleEntry entry, int count) {
        List<Instant> moments = new ArrayList<>();
        Schedule schedule = entry.spec().schedule();
        Instant next = entry.enabled() ? entry.runs().next() : null;
        while (next != null && moments.size() < Math.min(count, MOST_UPCOMING)) {
            moments.add(next);
            next = schedule.next(next);
        }
        return moments;
    }

    @Override
    public List<Firing> firings(@Nullable String name, int limit) {
        return this.store.firings().list(name, limit);
    }

    @Override
    public Map<String, TaskResult> lastRuns(Collection<ScheduleEntry> entries) {
        return this.lastRuns.of(entries);
    }

    private ScheduleEntry required(String name) {
        return this.store.find(name)
            .orElseThrow(() -> new NoSuchElementException("There is no schedule of the name " + name));
    }

    private ScheduleEntry change(Supplier<ScheduleEntry> wanted) {
        return change(wanted, (entry) -> List.of());
    }

    /** Again, where somebody else was at the same schedule. */
    private ScheduleEntry change(Supplier<ScheduleEntry> wanted, Function<ScheduleEntry, List<Firing>> firings) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            ScheduleEntry after = wanted.get();
            if (this.store.change(List.of(ScheduleChange.to(after, firings.apply(after))), Duration.ZERO).get(0)) {
                this.changed.run();
                return after.stored();
            }
        }
        throw crowded();
    }

    private static ScheduleStoreException crowded() {
        return new ScheduleStoreException("The schedule kept changing; try again", null);
    }

}
