package io.taskqueue.jpa;

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
import io.taskqueue.result.TaskResult;

/**
 * Who in this process waits for which task, told on a thread of its own that ends when
 * there is nothing to tell.
 */
final class Listeners {

    private static final Logger logger = LoggerFactory.getLogger(Listeners.class);

    private final ThreadPoolExecutor teller = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), Listeners::thread, new ThreadPoolExecutor.DiscardPolicy());

    private final Map<String, List<Subscriber>> byTask = new ConcurrentHashMap<>();

    Listeners() {
        this.teller.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "taskqueue-results");
        thread.setDaemon(true);
        return thread;
    }

    Subscription subscribe(String id, Consumer<TaskResult> listener) {
        Subscriber subscriber = new Subscriber(id, listener);
        this.byTask.compute(id, (task, subscribers) -> {
            List<Subscriber> all = (subscribers != null) ? subscribers : new CopyOnWriteArrayList<>();
            all.add(subscriber);
            return all;
        });
        return subscriber;
    }

    void tell(TaskResult statement) {
        for (Subscriber subscriber : this.byTask.getOrDefault(statement.id(), List.of())) {
            this.teller.execute(() -> subscriber.hear(statement));
        }
    }

    void close() {
        this.byTask.clear();
        this.teller.shutdownNow();
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
            Listeners.this.byTask.computeIfPresent(this.id, (task, subscribers) -> {
                subscribers.remove(this);
                return subscribers.isEmpty() ? null : subscribers;
            });
        }

    }

}
