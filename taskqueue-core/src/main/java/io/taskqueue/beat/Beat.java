package io.taskqueue.beat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.taskqueue.message.SafeText;

/**
 * Looks after the schedules of its store, from the start of the application to its stop.
 * Every node has one, and none of them leads.
 */
public final class Beat implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(Beat.class);

    private static final long FIRST_PAUSE = 200;

    private static final long LONGEST_PAUSE = 5_000;

    private static final long GRACE = TimeUnit.SECONDS.toMillis(10);

    private final BeatParts parts;

    private final BeatOptions options;

    private final List<DeclaredSchedule> declared;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition hurried = this.lock.newCondition();

    private boolean hurry;

    private @Nullable Thread thread;

    private volatile boolean running;

    private volatile @Nullable RuntimeException trouble;

    /**
     * @param declared what this application declares
     */
    public Beat(BeatParts parts, BeatOptions options, List<DeclaredSchedule> declared) {
        this.parts = parts;
        this.options = options;
        this.declared = List.copyOf(declared);
    }

    @Override
    public synchronized void start() {
        if (this.running) {
            return;
        }
        logger.info("Schedules come from {}; this application declares {}", this.parts.store().description(),
                this.declared.size());
        this.running = true;
        this.thread = new Thread(this::run, "taskqueue-beat");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Ends the round it is in, so that what it claimed is sent. */
    @Override
    public synchronized void stop() {
        Thread ending = this.thread;
        this.running = false;
        hurry();
        try {
            if (ending != null) {
                ending.join(GRACE);
                ending.interrupt();
            }
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        this.thread = null;
    }

    @Override
    public boolean isRunning() {
        return this.running;
    }

    /** Has it look at once for what was changed. */
    public void hurry() {
        this.lock.lock();
        try {
            this.hurry = true;
            this.hurried.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Why it cannot go its rounds, or {@code null} while it can. */
    public @Nullable RuntimeException trouble() {
        return this.trouble;
    }

    private void run() {
        BeatRounds rounds = this.parts.rounds(this.options);
        Registration registration = new Registration(this.parts.store(), this.declared, this.options.application());
        boolean registered = false;
        long pause = 0;
        while (this.running) {
            try {
                if (!registered) {
                    registration.run();
                    registered = true;
                }
                Duration rest = rounds.go();
                say(null);
                pause = 0;
                await(rounds, rest.toNanos());
            }
            catch (RuntimeException failure) {
                say(failure);
                pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, pause * 2));
                rounds.hurry();
                await(rounds, TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(pause / 2, pause)));
            }
        }
    }

    /**
     * Said where it matters: whoever declares no schedule may not know that there are
     * any.
     */
    private void say(@Nullable RuntimeException failure) {
        boolean news = (failure == null) != (this.trouble == null);
        this.trouble = failure;
        if (failure != null) {
            logger.debug("A round of the schedules failed", failure);
        }
        if (news && !this.declared.isEmpty()) {
            if (failure != null) {
                logger.warn("Schedules stand still; trying again: {}",
                        SafeText.of(String.valueOf(failure.getMessage())));
            }
            else {
                logger.info("Schedules go on");
            }
        }
    }

    private void await(BeatRounds rounds, long nanos) {
        this.lock.lock();
        try {
            long left = nanos;
            while (left > 0 && this.running && !this.hurry) {
                left = this.hurried.awaitNanos(left);
            }
            if (this.hurry) {
                rounds.hurry();
            }
            this.hurry = false;
        }
        catch (InterruptedException stopping) {
            this.running = false;
        }
        finally {
            this.lock.unlock();
        }
    }

}
