package io.taskqueue.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.beat.Firing;
import io.taskqueue.beat.Firing.Fate;
import io.taskqueue.beat.FiringLog;
import io.taskqueue.message.TimeSource;

/** Firings in this process' memory, the oldest first. */
final class MemoryFirings implements FiringLog {

    private static final int MOST = 10_000;

    private final TimeSource time;

    private final Map<Key, Kept> kept = new LinkedHashMap<>();

    MemoryFirings(TimeSource time) {
        this.time = time;
    }

    private record Key(String schedule, Instant planned) {

        static Key of(Firing firing) {
            return new Key(firing.schedule(), firing.planned());
        }

    }

    /** With the end of its lease, by the steady clock. */
    private record Kept(Firing firing, long until) {

        boolean claimed() {
            return this.firing.fate() == Fate.CLAIMED;
        }

    }

    synchronized void add(Firing firing, Duration lease) {
        this.kept.putIfAbsent(Key.of(firing), new Kept(firing, this.time.nanos() + lease.toNanos()));
        Iterator<Kept> oldest = this.kept.values().iterator();
        while (this.kept.size() > MOST && oldest.hasNext()) {
            if (!oldest.next().claimed()) {
                oldest.remove();
            }
        }
    }

    @Override
    public Instant now() {
        return this.time.now();
    }

    @Override
    public synchronized void settle(Collection<Firing> firings) {
        firings.forEach((firing) -> this.kept.computeIfPresent(Key.of(firing),
                (key, before) -> before.claimed() ? new Kept(firing, before.until()) : before));
    }

    @Override
    public synchronized List<Firing> takeOver(Duration lease, int limit) {
        long now = this.time.nanos();
        List<Firing> taken = new ArrayList<>();
        this.kept.replaceAll((key, each) -> {
            if (!each.claimed() || each.until() - now > 0 || taken.size() == limit) {
                return each;
            }
            taken.add(each.firing());
            return new Kept(each.firing(), now + lease.toNanos());
        });
        return taken;
    }

    @Override
    public synchronized List<Firing> list(@Nullable String schedule, int limit) {
        return this.kept.values()
            .stream()
            .map(Kept::firing)
            .filter((firing) -> schedule == null || firing.schedule().equals(schedule))
            .sorted(Comparator.comparing(Firing::planned).reversed())
            .limit(limit)
            .toList();
    }

    @Override
    public synchronized int forget(Duration age, int limit) {
        Instant old = this.time.now().minus(age);
        int forgotten = 0;
        Iterator<Kept> oldest = this.kept.values().iterator();
        while (forgotten < limit && oldest.hasNext()) {
            Kept each = oldest.next();
            if (!each.claimed() && each.firing().at().isBefore(old)) {
                oldest.remove();
                forgotten++;
            }
        }
        return forgotten;
    }

}
