package io.taskqueue.rabbit;

import java.util.LinkedHashMap;
import java.util.Map;

import io.taskqueue.message.TaskMessage;

/**
 * What this process has given back unbegun. RabbitMQ marks it as handed out before, in
 * the same way as what a worker died with; this tells the two apart, so that only deaths
 * count. Bounded, and known to this process only: elsewhere one such release reads as a
 * death, which is why there is never a second.
 */
final class Releases {

    private static final int MOST = 10_000;

    private final Map<String, Integer> counts = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST;
        }

    };

    private static String key(TaskMessage message) {
        return message.id() + ' ' + message.attempt() + ' ' + message.headers().deliveries();
    }

    synchronized void add(TaskMessage message) {
        this.counts.merge(key(message), 1, Integer::sum);
    }

    /** How often it was given back. */
    synchronized int count(TaskMessage message) {
        return this.counts.getOrDefault(key(message), 0);
    }

    /** Whether it was given back; asked once for each time it was. */
    synchronized boolean take(TaskMessage message) {
        Integer left = this.counts.computeIfPresent(key(message), (key, count) -> (count > 1) ? count - 1 : 0);
        if (left != null && left == 0) {
            this.counts.remove(key(message));
        }
        return left != null;
    }

}
