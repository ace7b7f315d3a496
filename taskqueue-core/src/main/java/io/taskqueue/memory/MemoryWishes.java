package io.taskqueue.memory;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.taskqueue.admission.Wishes;
import io.taskqueue.message.TimeSource;

/** Wishes in this process' memory. */
public final class MemoryWishes implements Wishes {

    /** The most revocations that are kept; of more, the oldest are dropped. */
    public static final int MAX_REVOCATIONS = 50_000;

    private final TimeSource time;

    /**
     * When each revocation ends, in nanoseconds of the time source, the oldest wish
     * first.
     */
    private final Map<String, Long> revocations = new LinkedHashMap<>();

    private final Set<String> paused = new HashSet<>();

    public MemoryWishes(TimeSource time) {
        this.time = time;
    }

    @Override
    public synchronized void revoke(Collection<String> ids, Duration keep) {
        long now = this.time.nanos();
        long end = now + DelayedMessages.nanos(keep);
        for (String id : ids) {
            Long before = this.revocations.remove(id);
            this.revocations.put(id, (before != null && before - end > 0) ? before : end);
        }
        Iterator<Long> oldest = this.revocations.values().iterator();
        while (oldest.hasNext() && (oldest.next() - now <= 0 || this.revocations.size() > MAX_REVOCATIONS)) {
            oldest.remove();
        }
    }

    @Override
    public synchronized Set<String> revoked(Collection<String> ids) {
        long now = this.time.nanos();
        Set<String> revoked = new HashSet<>();
        for (String id : ids) {
            Long end = this.revocations.get(id);
            if (end != null && end - now > 0) {
                revoked.add(id);
            }
        }
        return revoked;
    }

    @Override
    public synchronized void pause(String queue) {
        this.paused.add(queue);
    }

    @Override
    public synchronized void resume(String queue) {
        this.paused.remove(queue);
    }

    @Override
    public synchronized Set<String> paused() {
        return Set.copyOf(this.paused);
    }

}
