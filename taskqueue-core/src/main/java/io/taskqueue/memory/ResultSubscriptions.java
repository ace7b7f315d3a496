package io.taskqueue.memory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.taskqueue.result.ResultPush.Subscription;
import io.taskqueue.result.TaskResult;

/** Who in this process waits for which task. */
final class ResultSubscriptions implements AutoCloseable {

    private final Map<String, List<Subscriber>> byTask = new ConcurrentHashMap<>();

    private final Courier courier = new Courier("taskqueue-results");

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
            this.courier.post(() -> subscriber.hear(statement));
        }
    }

    @Override
    public void close() {
        this.byTask.clear();
        this.courier.close();
    }

    private final class Subscriber implements Subscription {

        private final String id;

        private final Consumer<TaskResult> listener;

        private volatile boolean ended;

        private Subscriber(String id, Consumer<TaskResult> listener) {
            this.id = id;
            this.listener = listener;
        }

        private void hear(TaskResult statement) {
            if (!this.ended) {
                this.listener.accept(statement);
            }
        }

        @Override
        public void close() {
            this.ended = true;
            ResultSubscriptions.this.byTask.computeIfPresent(this.id, (task, subscribers) -> {
                subscribers.remove(this);
                return subscribers.isEmpty() ? null : subscribers;
            });
        }

    }

}
