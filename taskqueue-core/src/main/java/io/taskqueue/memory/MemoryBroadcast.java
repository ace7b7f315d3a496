package io.taskqueue.memory;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Courier;

/** A broadcast to those who listen in this process. */
public final class MemoryBroadcast implements Broadcast {

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private final Courier courier = new Courier("taskqueue-broadcast");

    private volatile boolean closed;

    @Override
    public void send(Notice notice) {
        if (this.closed) {
            throw new BrokerUnavailableException("The memory broadcast is closed", false, null);
        }
        for (Listener listener : this.listeners) {
            if (listener.topics.contains(notice.topic()) && !this.courier.post(() -> listener.hear(notice))) {
                throw new BrokerUnavailableException("Listeners are too slow for the memory broadcast", true, null);
            }
        }
    }

    @Override
    public Subscription listen(Set<String> topics, Consumer<Notice> listener) {
        Listener listening = new Listener(Set.copyOf(topics), listener);
        this.listeners.add(listening);
        return listening;
    }

    @Override
    public void close() {
        this.closed = true;
        this.listeners.clear();
        this.courier.close();
    }

    private final class Listener implements Subscription {

        private final Set<String> topics;

        private final Consumer<Notice> listener;

        private volatile boolean ended;

        private Listener(Set<String> topics, Consumer<Notice> listener) {
            this.topics = topics;
            this.listener = listener;
        }

        private void hear(Notice notice) {
            if (!this.ended) {
                this.listener.accept(notice);
            }
        }

        @Override
        public void close() {
            this.ended = true;
            MemoryBroadcast.this.listeners.remove(this);
        }

    }

}
