package io.taskqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Delivery;
import io.taskqueue.execution.Attempt;
import io.taskqueue.message.TimeSource;

/**
 * The loop: room first, then messages, since a worker that fetches what it cannot run
 * holds it back from one that could. It outlives its broker: an error is said once,
 * waited out with jitter, and tried again.
 */
final class Fetcher implements Runnable {

    private static final Logger logger = LoggerFactory.getLogger(Fetcher.class);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** The end of a pause is noticed between two waits. */
    private static final Duration PATIENCE_WITH_PAUSE = Duration.ofMillis(500);

    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toMillis(5);

    private final WorkerLife life;

    private volatile boolean stopping;

    private volatile boolean draining;

    private volatile long lastTurn;

    private volatile @Nullable Exception trouble;

    Fetcher(WorkerLife life) {
        this.life = life;
        this.lastTurn = life.time().nanos();
    }

    @Override
    public void run() {
        long pause = 0;
        while (!this.stopping) {
            this.lastTurn = this.life.time().nanos();
            try {
                turn();
                say(null);
                pause = 0;
            }
            catch (InterruptedException interrupted) {
                logger.debug("The loop was interrupted; it goes on unless it is to stop");
            }
            catch (RuntimeException failure) {
                say(failure);
                pause = Math.min(LONGEST_PAUSE, Math.max(100, pause * 2));
                rest(pause);
            }
        }
        this.life.consumer().pause();
    }

    /** Takes no new message after the one that may be on its way. */
    void stop() {
        this.stopping = true;
    }

    /** Goes on only as long as there is something to take at once. */
    void drain() {
        this.draining = true;
    }

    /** How long ago the loop last came round. */
    Duration sinceLastTurn() {
        return Duration.ofNanos(this.life.time().nanos() - this.lastTurn);
    }

    /** Why nothing can be fetched, or {@code null} while it can. */
    @Nullable Exception trouble() {
        return this.trouble;
    }

    private void turn() throws InterruptedException {
        Slots slots = this.life.slots();
        int room = slots.awaitRoom(this.life::roomLeft, slots.idle() ? PATIENCE.toNanos() : LONGEST_WAIT);
        if (gaveBackLate(slots) || room == 0) {
            this.life.consumer().pause();
            return;
        }
        List<String> queues = this.life.openQueues();
        List<Delivery> deliveries = this.life.consumer().receive(queues, room, patience(slots));
        if (deliveries.isEmpty() && this.draining) {
            this.stopping = true;
        }
        begin(deliveries);
    }

    private Duration patience(Slots slots) {
        if (this.draining) {
            return Duration.ZERO;
        }
        if (slots.anyWaiting()) {
            return Duration.ofNanos(LONGEST_WAIT);
        }
        return this.life.anyQueuePaused() ? PATIENCE_WITH_PAUSE : PATIENCE;
    }

    /**
     * Somebody else may be free to begin what waits here in front of slots that turned
     * out to be slow. All that wait go, and are back before more is taken, so that they
     * keep their order.
     */
    private boolean gaveBackLate(Slots slots) {
        boolean late = !this.draining && slots.anyWaitingSince(this.life.time().nanos() - LONGEST_WAIT);
        if (late) {
            this.life.giveBack(slots.unstarted());
        }
        return late;
    }

    private void begin(List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        List<Attempt> taken = deliveries.stream().map(this.life::attempt).toList();
        List<Attempt> attempts;
        try {
            attempts = unpaused(taken);
            Set<String> revoked = this.life
                .revoked(attempts.stream().map(Attempt::id).filter((id) -> id != null).collect(Collectors.toSet()));
            for (Attempt attempt : attempts) {
                if (revoked.contains(attempt.id())) {
                    attempt.revoke();
                }
            }
        }
        catch (RuntimeException failure) {
            // whether they were revoked is not known, so they may not start
            taken.forEach(Attempt::release);
            throw failure;
        }
        TimeSource time = this.life.time();
        for (Attempt attempt : attempts) {
            attempt.received();
            this.life.slots().take(attempt, time.nanos());
        }
    }

    private void rest(long pauseMillis) {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis + 1));
        }
        catch (InterruptedException interrupted) {
            logger.debug("A pause was cut short");
        }
    }

    /** A queue may have been paused while its messages were waited for; they go back. */
    private List<Attempt> unpaused(List<Attempt> taken) {
        Set<String> open = Set.copyOf(this.life.openQueues());
        this.life.giveBack(taken.stream().filter((attempt) -> !open.contains(attempt.delivery().queue())).toList());
        return taken.stream().filter((attempt) -> open.contains(attempt.delivery().queue())).toList();
    }

    private void say(@Nullable Exception failure) {
        if (failure != null && this.trouble == null) {
            logger.warn("Nothing can be fetched; trying again: {}", failure.toString(), failure);
        }
        else if (failure == null && this.trouble != null) {
            logger.info("Tasks can be fetched again");
        }
        this.trouble = failure;
    }

}
