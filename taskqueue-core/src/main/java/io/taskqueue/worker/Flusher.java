package io.taskqueue.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.execution.Completer;
import io.taskqueue.execution.Completer.Item;
import io.taskqueue.execution.Ending;

/**
 * The thread that makes endings durable. What ends while one flush is under way goes with
 * the next: one round trip for many under load, no wait when idle. While store or broker
 * are away it tries again with growing pauses, and its worker takes nothing new.
 */
final class Flusher implements Runnable {

    private static final Logger logger = LoggerFactory.getLogger(Flusher.class);

    private static final int BATCH = 500;

    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toMillis(5);

    private final Completer completer;

    private final Runnable onRoom;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = this.lock.newCondition();

    private final List<Item> open = new ArrayList<>();

    private volatile int backlog;

    private volatile @Nullable Exception trouble;

    private boolean ending;

    private boolean ended;

    /**
     * @param onRoom is told when endings are through
     */
    Flusher(Completer completer, Runnable onRoom) {
        this.completer = completer;
        this.onRoom = onRoom;
    }

    void add(Ending ending) {
        this.lock.lock();
        try {
            this.open.add(new Item(ending));
            this.backlog = this.open.size();
            this.changed.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    /** How many endings are not durable yet. */
    int backlog() {
        return this.backlog;
    }

    /** Why endings do not become durable, or {@code null} while they do. */
    @Nullable Exception trouble() {
        return this.trouble;
    }

    @Override
    public void run() {
        long pause = 0;
        List<Item> batch = await(pause);
        while (!batch.isEmpty()) {
            flush(batch);
            pause = (this.trouble == null) ? 0 : Math.min(LONGEST_PAUSE, Math.max(50, pause * 2));
            batch = await(pause);
        }
    }

    /**
     * Lets it finish what there is, and end.
     * @return whether everything became durable within this time
     */
    boolean finish(long nanos) throws InterruptedException {
        long left = nanos;
        this.lock.lockInterruptibly();
        try {
            this.ending = true;
            this.changed.signalAll();
            while (!this.open.isEmpty() && left > 0) {
                left = this.changed.awaitNanos(left);
            }
            this.ended = true;
            this.changed.signalAll();
            return this.open.isEmpty();
        }
        finally {
            this.lock.unlock();
        }
    }

    /** The next ones to flush; nothing once it has ended. */
    private List<Item> await(long pauseMillis) {
        long left = (pauseMillis == 0) ? 0
                : TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis + 1));
        this.lock.lock();
        try {
            while (left > 0 && !this.ended) {
                left = this.changed.awaitNanos(left);
            }
            while (this.open.isEmpty() && !this.ending) {
                this.changed.await();
            }
            return this.ended ? List.of() : new ArrayList<>(this.open.subList(0, Math.min(BATCH, this.open.size())));
        }
        catch (InterruptedException interrupted) {
            return List.of();
        }
        finally {
            this.lock.unlock();
        }
    }

    private void flush(List<Item> batch) {
        Exception failure = null;
        try {
            this.completer.complete(batch);
        }
        catch (RuntimeException unexpected) {
            failure = unexpected;
        }
        for (Item item : batch) {
            failure = (failure != null) ? failure : item.trouble();
        }
        remove(batch);
        say(failure);
        this.onRoom.run();
    }

    private void remove(List<Item> batch) {
        this.lock.lock();
        try {
            List<Item> later = new ArrayList<>(this.open.subList(batch.size(), this.open.size()));
            this.open.clear();
            batch.stream().filter((item) -> !item.done()).forEach(this.open::add);
            this.open.addAll(later);
            this.backlog = this.open.size();
            this.changed.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    private void say(@Nullable Exception failure) {
        if (failure != null && this.trouble == null) {
            logger.warn("The outcomes of {} tasks cannot be made durable; nothing new is begun until they are",
                    this.backlog, failure);
        }
        else if (failure == null && this.trouble != null) {
            logger.info("Outcomes become durable again");
        }
        this.trouble = failure;
    }

}
