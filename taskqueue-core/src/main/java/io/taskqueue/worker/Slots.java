package io.taskqueue.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.execution.Attempt;

/**
 * The places in which tasks run, and the few attempts that wait in front of them. A slot
 * belongs to an attempt until that has ended; if a time limit ends it while its body goes
 * on, the slot is free and the thread that runs the body is left to itself.
 */
final class Slots {

    private final int concurrency;

    private final Executor threads;

    private final RunTimes runTimes;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = this.lock.newCondition();

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** Who has a slot, and the thread that runs it once there is one. */
    private final Map<Attempt, @Nullable Thread> running = new IdentityHashMap<>();

    Slots(int concurrency, Executor threads, RunTimes runTimes) {
        this.concurrency = concurrency;
        this.threads = threads;
        this.runTimes = runTimes;
    }

    /**
     * Waits until there is room for another attempt.
     * @param others what else limits the room right now
     * @return for how many there is room; zero if there was none within this time
     */
    int awaitRoom(IntSupplier others, long nanos) throws InterruptedException {
        long left = nanos;
        this.lock.lockInterruptibly();
        try {
            while (true) {
                int room = Math.min(others.getAsInt(), this.concurrency + this.runTimes.ahead(this.concurrency)
                        - this.running.size() - this.waiting.size());
                if (room > 0 || left <= 0) {
                    return Math.max(0, room);
                }
                left = this.changed.awaitNanos(left);
            }
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Looks at the room again: something outside has changed. */
    void wake() {
        this.lock.lock();
        try {
            this.changed.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Runs an attempt as soon as a slot is free. */
    void take(Attempt attempt, long now) {
        this.lock.lock();
        try {
            if (this.running.size() < this.concurrency && this.waiting.isEmpty()) {
                start(attempt);
            }
            else {
                this.waiting.add(new Waiting(attempt, now));
            }
        }
        finally {
            this.lock.unlock();
        }
    }

    /** An attempt has ended; called once for each, on the thread that ended it. */
    void ended(Attempt attempt) {
        this.lock.lock();
        try {
            if (attempt.began() != null) {
                this.runTimes.add(attempt.runtime());
            }
            if (this.running.containsKey(attempt) && this.running.remove(attempt) != Thread.currentThread()) {
                // its thread is lost to its body, or has not arrived yet; the slot goes
                // on without it
                startWaiting();
            }
            this.changed.signalAll();
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Whether one has waited since before then. */
    boolean anyWaitingSince(long then) {
        this.lock.lock();
        try {
            return !this.waiting.isEmpty() && this.waiting.getFirst().since - then < 0;
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Takes back all that have not been given a slot. */
    List<Attempt> unstarted() {
        List<Attempt> unstarted = new ArrayList<>();
        this.lock.lock();
        try {
            this.waiting.forEach((each) -> unstarted.add(each.attempt));
            this.waiting.clear();
        }
        finally {
            this.lock.unlock();
        }
        return unstarted;
    }

    /** Whether nothing is held. */
    boolean idle() {
        this.lock.lock();
        try {
            return this.running.isEmpty() && this.waiting.isEmpty();
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Whether any are held that have no slot. */
    boolean anyWaiting() {
        this.lock.lock();
        try {
            return !this.waiting.isEmpty();
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Those that have a slot now. */
    List<Attempt> running() {
        this.lock.lock();
        try {
            return new ArrayList<>(this.running.keySet());
        }
        finally {
            this.lock.unlock();
        }
    }

    /** All that are held, running or not. */
    List<Attempt> held() {
        this.lock.lock();
        try {
            List<Attempt> held = new ArrayList<>(this.running.keySet());
            this.waiting.forEach((each) -> held.add(each.attempt));
            return held;
        }
        finally {
            this.lock.unlock();
        }
    }

    /** Waits until nothing is held any more. */
    boolean awaitIdle(long nanos) throws InterruptedException {
        long left = nanos;
        this.lock.lockInterruptibly();
        try {
            while (!this.running.isEmpty() || !this.waiting.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = this.changed.awaitNanos(left);
            }
            return true;
        }
        finally {
            this.lock.unlock();
        }
    }

    private void start(Attempt attempt) {
        this.running.put(attempt, null);
        this.threads.execute(() -> runOn(attempt));
    }

    private void startWaiting() {
        Waiting next = this.waiting.poll();
        if (next != null) {
            start(next.attempt);
        }
    }

    /**
     * One thread's way from attempt to attempt, as long as there is one waiting when
     * another has ended.
     */
    private void runOn(Attempt first) {
        Attempt current = first;
        while (current != null && begin(current)) {
            current.run();
            current = next(current);
        }
    }

    private boolean begin(Attempt attempt) {
        this.lock.lock();
        try {
            if (!this.running.containsKey(attempt)) {
                return false;
            }
            this.running.put(attempt, Thread.currentThread());
            return true;
        }
        finally {
            this.lock.unlock();
        }
    }

    private @Nullable Attempt next(Attempt done) {
        this.lock.lock();
        try {
            // its slot may have gone to one that came just now
            boolean free = done.endedByThisThread() && this.running.size() < this.concurrency;
            Waiting next = free ? this.waiting.poll() : null;
            if (next == null) {
                return null;
            }
            this.running.put(next.attempt, null);
            return next.attempt;
        }
        finally {
            this.lock.unlock();
        }
    }

    /**
     * An attempt in front of the slots.
     *
     * @param attempt the attempt
     * @param since when it came, by a steady clock
     */
    private record Waiting(Attempt attempt, long since) {
    }

}
