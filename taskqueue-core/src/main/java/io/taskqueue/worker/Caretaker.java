package io.taskqueue.worker;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Leases;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.result.TaskHistory;
import io.taskqueue.result.TaskHomes;

/**
 * The chores of a worker: it renews its lease three times in its length, gives back what
 * the dead left behind, removes what has expired, and watches that the loop comes round.
 * Every node does all of them; each step is short and may be done twice.
 */
final class Caretaker {

    private static final Logger logger = LoggerFactory.getLogger(Caretaker.class);

    private static final int STEP = 1_000;

    private static final int ROUNDS_UNTIL_STUCK = 6;

    private static final Duration CHORD_OVERDUE = Duration.ofMinutes(1);

    private static final Duration LEAST_UNTIL_STUCK = Duration.ofSeconds(3);

    private final WorkerLife life;

    private final WorkerParts parts;

    private final Duration sweep;

    private final ScheduledExecutorService timer;

    private final @Nullable String home;

    private final Truce truce;

    private volatile @Nullable String leaseTrouble;

    private volatile @Nullable String loopTrouble;

    private volatile boolean closed;

    Caretaker(WorkerLife life, WorkerParts parts, Duration sweep, ScheduledExecutorService timer) {
        this.life = life;
        this.parts = parts;
        this.sweep = sweep;
        this.timer = timer;
        this.home = parts.broker().capability(ProcessLocal.class).map(ProcessLocal::home).orElse(null);
        this.truce = new Truce(parts.time());
    }

    void start() {
        this.parts.broker().capability(Leases.class).ifPresent((leases) -> {
            long every = Math.max(1, leases.length().toMillis() / 3);
            this.timer.scheduleWithFixedDelay(() -> renew(leases), every, every, TimeUnit.MILLISECONDS);
        });
        attest();
        sweepLater();
    }

    void close() {
        this.closed = true;
        this.parts.journal().backend().capability(TaskHomes.class).ifPresent((homes) -> {
            if (this.home != null) {
                this.parts.journal().flush(Duration.ofSeconds(2));
                quietly("sign out", () -> homes.leave(this.home));
            }
        });
    }

    /** Why the worker is not as well as it looks, or {@code null}. */
    @Nullable String trouble() {
        return (this.loopTrouble != null) ? this.loopTrouble : this.leaseTrouble;
    }

    private void renew(Leases leases) {
        long asked = this.parts.time().nanos();
        try {
            this.life.lost(leases.renew(this.life.consumer()));
            this.leaseTrouble = null;
            if (this.life.fetcher().trouble() == null) {
                this.truce.back(leases.length());
            }
        }
        catch (RuntimeException failure) {
            if (failure instanceof BrokerUnavailableException) {
                this.truce.away(asked);
            }
            this.leaseTrouble = "its lease cannot be renewed: " + failure;
            logger.debug("The lease cannot be renewed; trying again", failure);
        }
    }

    private void reclaim(Leases leases) {
        if (this.truce.over()) {
            quietly("give back what the dead left", () -> leases.reclaim(STEP));
        }
    }

    private void sweepLater() {
        long millis = this.sweep.toMillis();
        long jitter = (long) (millis * 0.3 * ThreadLocalRandom.current().nextDouble(-1, 1));
        if (!this.closed) {
            this.timer.schedule(this::sweepOnce, Math.max(1, millis + jitter), TimeUnit.MILLISECONDS);
        }
    }

    private void sweepOnce() {
        try {
            this.parts.broker().capability(Leases.class).ifPresent(this::reclaim);
            this.parts.journal()
                .backend()
                .capability(TaskHistory.class)
                .ifPresent((history) -> quietly("remove expired results", () -> history.removeExpired(STEP)));
            quietly("send what dead chords left", this::finishChords);
            attest();
            watch();
        }
        finally {
            sweepLater();
        }
    }

    private void finishChords() {
        this.parts.runner().overdueChords(this.parts.broker(), CHORD_OVERDUE, STEP / 10).forEach(this.life::finish);
    }

    private void attest() {
        this.parts.journal().backend().capability(TaskHomes.class).ifPresent((homes) -> {
            if (this.home != null) {
                quietly("sign in", () -> homes.attest(this.home));
            }
            quietly("look for lost tasks", () -> homes.markLost(this.sweep.multipliedBy(6), STEP));
        });
    }

    private void watch() {
        Duration silent = this.life.fetcher().sinceLastTurn();
        Duration most = this.sweep.multipliedBy(ROUNDS_UNTIL_STUCK);
        boolean stuck = silent.compareTo(most) > 0 && silent.compareTo(LEAST_UNTIL_STUCK) > 0;
        this.loopTrouble = stuck ? "its loop has not come round for " + silent.toSeconds() + " s" : null;
        if (stuck && !this.closed) {
            logger.warn("The loop has not come round for {} s; a new one takes its place", silent.toSeconds());
            this.life.restartFetcher();
        }
    }

    private static void quietly(String what, Runnable chore) {
        try {
            chore.run();
        }
        catch (RuntimeException failure) {
            logger.debug("Could not {}; trying again at the next round", what, failure);
        }
    }

}
