package io.taskqueue.broker;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Broadcast.Notice;
import io.taskqueue.broker.Broadcast.Subscription;

/** Those who listen to a broadcast, each to its topics, until it has heard enough. */
public final class Listeners {

    private static final Logger logger = LoggerFactory.getLogger(Listeners.class);

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** One more, until its subscription is closed. */
    public Subscription add(Set<String> topics, Consumer<Notice> listener) {
        Listener listening = new Listener(Set.copyOf(topics), listener);
        this.listeners.add(listening);
        return listening;
    }

    /** Whether nobody listens. */
    public boolean isEmpty() {
        return this.listeners.isEmpty();
    }

    /** Tells all of them, on this thread. */
    public void tell(Notice notice) {
        this.listeners.forEach((listener) -> listener.hear(notice));
    }

    /** Nobody listens any more. */
    public void clear() {
        this.listeners.clear();
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
            try {
                if (!this.ended && this.topics.contains(notice.topic())) {
                    this.listener.accept(notice);
                }
            }
            catch (Throwable failure) {
                // the next listener has done nothing wrong
                logger.warn("A listener failed", failure);
            }
        }

        @Override
        public void close() {
            this.ended = true;
            Listeners.this.listeners.remove(this);
        }

    }

}
