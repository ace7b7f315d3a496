package io.taskqueue.jdbc;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Signal;
import io.taskqueue.sql.Dialect;
import io.taskqueue.sql.Sessions;

/**
 * What tells receivers that there may be something for them: those of this process
 * directly, those of others through PostgreSQL's {@code NOTIFY}. A hint: whatever is
 * missed is found at the next look.
 */
final class Bell implements AutoCloseable {

    private final Sessions sessions;

    private final String channel;

    private final Map<Signal, Set<String>> waiting = new ConcurrentHashMap<>();

    private final Set<Runnable> notices = ConcurrentHashMap.newKeySet();

    private @Nullable PostgresBell far;

    private boolean closed;

    Bell(Sessions sessions, String channel) {
        this.sessions = sessions;
        this.channel = channel;
    }

    /** Sleeps until it rings for one of these queues, so long at most. */
    void await(Collection<String> queues, Signal signal, long nanos) throws InterruptedException {
        this.waiting.put(signal, Set.copyOf(queues));
        try {
            far();
            signal.await(nanos);
        }
        finally {
            this.waiting.remove(signal);
        }
    }

    /** There is something new in these queues. */
    void ring(Collection<String> queues) {
        Set<String> unheard = new HashSet<>(queues);
        this.waiting.forEach((signal, wanted) -> {
            if (queues.stream().anyMatch(wanted::contains)) {
                unheard.removeAll(wanted);
                signal.raise();
            }
        });
        PostgresBell others = unheard.isEmpty() ? null : far();
        if (others != null) {
            others.ring(unheard);
        }
    }

    /** Runs this when a notice was put up; the answer ends that. */
    Runnable onNotice(Runnable look) {
        this.notices.add(look);
        far();
        return () -> this.notices.remove(look);
    }

    /** A notice was put up. */
    void ringForNotice() {
        this.notices.forEach(Runnable::run);
        PostgresBell others = far();
        if (others != null) {
            others.ring(List.of(PostgresBell.NOTICE));
        }
    }

    /** Whether it is heard from other processes. */
    boolean heard() {
        PostgresBell others = this.far;
        return others != null && others.heard();
    }

    private void hear(Collection<String> queues) {
        if (queues.contains(PostgresBell.NOTICE)) {
            this.notices.forEach(Runnable::run);
        }
        this.waiting.forEach((signal, wanted) -> {
            if (queues.stream().anyMatch(wanted::contains)) {
                signal.raise();
            }
        });
    }

    private synchronized @Nullable PostgresBell far() {
        Dialect dialect = this.sessions.dialect();
        if (this.far == null && !this.closed && dialect != null && dialect.family() == Dialect.Family.POSTGRES) {
            this.far = new PostgresBell(this.sessions, this.channel, this::hear);
        }
        return this.far;
    }

    @Override
    public void close() {
        PostgresBell ending;
        synchronized (this) {
            this.closed = true;
            ending = this.far;
        }
        if (ending != null) {
            ending.close();
        }
    }

}
