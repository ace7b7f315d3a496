package io.taskqueue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultPush;
import io.taskqueue.result.TaskResult;

/**
 * Those who wait for tasks to end. One thread asks the store for all of them together,
 * and only while somebody waits; a store that pushes is asked rarely, as the net beneath.
 */
final class ResultAwaiter implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ResultAwaiter.class);

    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long NET = TimeUnit.SECONDS.toNanos(1);

    private static final int BATCH = 1_000;

    private final ResultBackend results;

    private final Optional<ResultPush> push;

    private final Map<String, Wait> waits = new ConcurrentHashMap<>();

    private @Nullable Thread poller;

    private volatile boolean closed;

    private volatile long pause = SHORTEST;

    ResultAwaiter(ResultBackend results) {
        this.results = results;
        this.push = results.capability(ResultPush.class);
    }

    /**
     * A future of the task's end, completed on a thread of the store's. Whoever gives up
     * waiting cancels it.
     */
    CompletableFuture<TaskResult> await(String id) {
        if (this.closed) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("The application is closing; nobody waits for results any more"));
        }
        Wait wait = join(id);
        CompletableFuture<TaskResult> mine = wait.end.copy();
        mine.whenComplete((result, failure) -> leave(id, wait));
        TaskResult already = this.results.find(List.of(id)).get(id);
        if (already != null) {
            wait.hear(already);
        }
        poll();
        return mine;
    }

    @Override
    public void close() {
        this.closed = true;
        for (Wait wait : this.waits.values()) {
            wait.end.completeExceptionally(new IllegalStateException("The application closed before the task ended"));
        }
        synchronized (this) {
            if (this.poller != null) {
                LockSupport.unpark(this.poller);
            }
        }
    }

    private Wait join(String id) {
        Wait wait = this.waits.compute(id, (key, present) -> ((present != null) ? present : new Wait()).joined());
        if (wait.subscribing.compareAndSet(false, true)) {
            // outside the map: a store may tell of an end while it is being asked
            this.push.ifPresent((push) -> wait.subscribed(push.subscribe(id, wait::hear)));
        }
        return wait;
    }

    private void leave(String id, Wait wait) {
        this.waits.computeIfPresent(id, (key, present) -> (present == wait && wait.left()) ? null : present);
        wait.closeUnlessWanted();
    }

    private synchronized void poll() {
        this.pause = SHORTEST;
        if (this.waits.isEmpty() || this.closed) {
            return;
        }
        if (this.poller == null) {
            this.poller = new Thread(this::pollWhileNeeded, "taskqueue-results");
            this.poller.setDaemon(true);
            this.poller.start();
        }
        else {
            LockSupport.unpark(this.poller);
        }
    }

    private void pollWhileNeeded() {
        while (!finished()) {
            LockSupport.parkNanos(this, this.push.isPresent() ? NET : this.pause);
            this.pause = Math.min(LONGEST, this.pause * 3 / 2);
            try {
                ask();
            }
            catch (RuntimeException failure) {
                logger.debug("{} cannot be asked for results; asking again", this.results.description(), failure);
            }
        }
    }

    private synchronized boolean finished() {
        if (this.waits.isEmpty() || this.closed) {
            this.poller = null;
            return true;
        }
        return false;
    }

    private void ask() {
        List<String> ids = new ArrayList<>(this.waits.keySet());
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + BATCH));
            this.results.find(some).forEach((id, result) -> {
                Wait wait = this.waits.get(id);
                if (wait != null) {
                    wait.hear(result);
                }
            });
        }
    }

    /** All who wait for one task. */
    private static final class Wait {

        private final CompletableFuture<TaskResult> end = new CompletableFuture<>();

        private final AtomicBoolean subscribing = new AtomicBoolean();

        private final AtomicInteger waiting = new AtomicInteger();

        private final AtomicReference<ResultPush.@Nullable Subscription> subscription = new AtomicReference<>();

        Wait joined() {
            this.waiting.incrementAndGet();
            return this;
        }

        boolean left() {
            return this.waiting.decrementAndGet() == 0;
        }

        void subscribed(ResultPush.Subscription subscription) {
            this.subscription.set(subscription);
            closeUnlessWanted();
        }

        void closeUnlessWanted() {
            ResultPush.Subscription open = (this.waiting.get() <= 0) ? this.subscription.getAndSet(null) : null;
            if (open != null) {
                open.close();
            }
        }

        void hear(TaskResult result) {
            if (result.state().terminal()) {
                this.end.complete(result);
            }
        }

    }

}
