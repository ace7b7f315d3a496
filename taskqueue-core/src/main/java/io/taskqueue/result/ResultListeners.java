package io.taskqueue.result;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.result.ResultPush.Subscription;

/**
 * Who in this process waits for which task: what a store needs to push. They are told on
 * a thread of its own that ends when there is nothing to tell; what it cannot keep up
 * with is left out, since a push is a hint.
 */
public final class ResultListeners implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ResultListeners.class);

    private static final int BEHIND = 100_000;

    private final ThreadPoolExecutor teller = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(BEHIND), ResultListeners::thread, new ThreadPoolExecutor.DiscardPolicy());

    private final Map<String, List<Subscriber>> byTask = new ConcurrentHashMap<>();

    public ResultListeners() {
        this.teller.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "taskqueue-results");
        thread.setDaemon(true);
        return thread;
    }

    /** Tells this listener of the task until the subscription is closed. */
    public Subscription subscribe(String id, Consumer<TaskResult> listener) {
        Subscriber subscriber = new Subscriber(id, listener);
        this.byTask.compute(id, (task, subscribers) -> {
            List<Subscriber> all = (subscribers != null) ? subscribers : new CopyOnWriteArrayList<>();
            all.add(subscriber);
            return all;
        });
        return subscriber;
    }

    /** Tells those who wait for this task; does not wait for them. */
    public void tell(TaskResult statement) {
        for (Subscriber subscriber : this.byTask.getOrDefault(statement.id(), List.of())) {
            this.teller.execute(() -> subscriber.hear(statement));
        }
    }

    /** Ends all subscriptions, and waits a moment for a listener that is being told. */
    @Override
    public void close() {
        this.byTask.clear();
        this.teller.shutdownNow();
        try {
            this.teller.awaitTermination(2, TimeUnit.SECONDS);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Subscriber implements Subscription {

        private final String id;

        private final Consumer<TaskResult> listener;

        private volatile boolean left;

        private Subscriber(String id, Consumer<TaskResult> listener) {
            this.id = id;
            this.listener = listener;
        }

        private void hear(TaskResult statement) {
            try {
                if (!this.left) {
                    this.listener.accept(statement);
                }
            }
            catch (RuntimeException failure) {
                logger.warn("A listener for task {} failed", this.id, failure);
            }
        }

        @Override
        public void close() {
            this.left = true;
            ResultListeners.this.byTask.computeIfPresent(this.id, (task, subscribers) -> {
                subscribers.remove(this);
                return subscribers.isEmpty() ? null : subscribers;
            });
        }

    }

}
