package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * A store as one node sees it. Once doomed, that node ends at one of its next steps,
 * before or after it, as if it had been killed: nothing of it does anything any more.
 */
final class MortalStore implements ScheduleStore {

    private final ScheduleStore store;

    private volatile boolean doomed;

    private volatile boolean dead;

    MortalStore(ScheduleStore store) {
        this.store = store;
    }

    void kill() {
        this.doomed = true;
    }

    private <T> T step(Supplier<T> step) {
        boolean after = ThreadLocalRandom.current().nextBoolean();
        if (this.dead || (this.doomed && !after && ThreadLocalRandom.current().nextBoolean())) {
            throw die();
        }
        T result = step.get();
        if (this.doomed && after) {
            throw die();
        }
        return result;
    }

    private Killed die() {
        this.dead = true;
        // what a killed process would never say
        Thread.currentThread().setUncaughtExceptionHandler((thread, killed) -> {
        });
        return new Killed();
    }

    /** Ends a thread that outlives exceptions. */
    static final class Killed extends Error {

    }

    @Override
    public List<ScheduleEntry> all() {
        return step(this.store::all);
    }

    @Override
    public Optional<ScheduleEntry> find(String name) {
        return step(() -> this.store.find(name));
    }

    @Override
    public List<ScheduleEntry> due(Instant until, int limit) {
        return step(() -> this.store.due(until, limit));
    }

    @Override
    public List<Boolean> change(Collection<ScheduleChange> changes, Duration lease) {
        return step(() -> this.store.change(changes, lease));
    }

    @Override
    public FiringLog firings() {
        return new Log(this.store.firings());
    }

    @Override
    public String description() {
        return this.store.description();
    }

    private final class Log implements FiringLog {

        private final FiringLog log;

        private Log(FiringLog log) {
            this.log = log;
        }

        @Override
        public Instant now() {
            return step(this.log::now);
        }

        @Override
        public void settle(Collection<Firing> firings) {
            step(() -> {
                this.log.settle(firings);
                return true;
            });
        }

        @Override
        public List<Firing> takeOver(Duration lease, int limit) {
            return step(() -> this.log.takeOver(lease, limit));
        }

        @Override
        public List<Firing> list(String schedule, int limit) {
            return step(() -> this.log.list(schedule, limit));
        }

        @Override
        public int forget(Duration age, int limit) {
            return step(() -> this.log.forget(age, limit));
        }

    }

}
