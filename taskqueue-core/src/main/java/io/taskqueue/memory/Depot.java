package io.taskqueue.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.message.Due;
import io.taskqueue.message.TimeSource;

/** Everything a memory broker holds. Whoever calls a method holds {@link #lock}. */
final class Depot {

    private static final int IDLE_QUEUES = 1_000;

    final ReentrantLock lock = new ReentrantLock();

    final TimeSource time;

    final MemoryBroker.Options options;

    final MemoryDeadLetters deadLetters;

    final Receivers receivers;

    /** What consumers were lent, of those that hold something. */
    final Set<Loans> borrowers = new LinkedHashSet<>();

    boolean closed;

    private final DelayedMessages delayed;

    private final Map<String, MemoryQueue> queues = new HashMap<>();

    private int tidyAt = IDLE_QUEUES;

    private int messages;

    private long places;

    Depot(MemoryBroker.Options options, TimeSource time) {
        this.options = options;
        this.time = time;
        this.delayed = new DelayedMessages(time);
        this.receivers = new Receivers(this.delayed);
        this.deadLetters = new MemoryDeadLetters(options.maxDeadLetters());
    }

    boolean full() {
        return this.messages >= this.options.maxMessages();
    }

    /** Takes a new message over. */
    void add(String queue, Content content, @Nullable Due due) {
        tidy();
        QueuedMessage message = new QueuedMessage(this.queues.computeIfAbsent(queue, MemoryQueue::new), content);
        this.messages++;
        if (due != null && this.delayed.waits(due)) {
            message.queue.delayed++;
            long before = this.delayed.nanosUntilDue(Long.MAX_VALUE);
            this.delayed.add(message, due);
            if (this.delayed.nanosUntilDue(Long.MAX_VALUE) < before) {
                this.receivers.wakeKeeper();
            }
        }
        else {
            ready(message);
        }
    }

    private void ready(QueuedMessage message) {
        message.place = this.places++;
        message.readySince = this.time.nanos();
        message.queue.add(message);
        this.receivers.wakeOne(message.queue);
    }

    /** Makes what has come due ready. */
    void lookAtTheClock() {
        for (QueuedMessage due = this.delayed.pollDue(); due != null; due = this.delayed.pollDue()) {
            due.queue.delayed--;
            ready(due);
        }
    }

    /** Hands the next message of the queue out. */
    @Nullable QueuedMessage poll(MemoryQueue queue) {
        QueuedMessage message = queue.poll();
        if (message != null) {
            queue.inFlight++;
            message.deliveries++;
        }
        return message;
    }

    /** Takes a message that was handed out back, before its equals. */
    void putBack(QueuedMessage message, boolean counted) {
        message.queue.inFlight--;
        message.deliveries -= counted ? 0 : 1;
        message.queue.addAgain(message);
        this.receivers.wakeOne(message.queue);
    }

    /** Forgets a message that was handed out. */
    void remove(QueuedMessage message) {
        message.queue.inFlight--;
        this.messages--;
    }

    void setAside(QueuedMessage message, String reason) {
        remove(message);
        this.deadLetters.add(message.queue.name, reason, this.time.now(), message.content);
    }

    long purge(String name) {
        MemoryQueue queue = this.queues.get(name);
        if (queue == null) {
            return 0;
        }
        long purged = queue.clear() + queue.delayed;
        if (queue.delayed > 0) {
            this.delayed.removeIf((message) -> message.queue == queue);
            queue.delayed = 0;
        }
        this.messages -= (int) purged;
        return purged;
    }

    List<String> names() {
        return List.copyOf(this.queues.keySet());
    }

    QueueDepth depth(String name) {
        MemoryQueue queue = this.queues.get(name);
        return (queue != null) ? queue.depth(this.time.nanos()) : new QueueDepth(name, 0, 0, 0, null);
    }

    /** These queues; one that was unknown is known from now on. */
    List<MemoryQueue> queues(Collection<String> names) {
        tidy();
        List<MemoryQueue> found = new ArrayList<>(names.size());
        names.forEach((name) -> found.add(this.queues.computeIfAbsent(name, MemoryQueue::new)));
        return found;
    }

    /**
     * Whoever stops receiving from these queues may have been woken for what another can
     * take.
     */
    void passOn(Collection<String> names) {
        for (String name : names) {
            MemoryQueue queue = this.queues.get(name);
            if (queue != null && queue.hasReady()) {
                this.receivers.wakeOne(queue);
            }
        }
        this.receivers.ensureKeeper();
    }

    /**
     * Forgets queues that hold nothing; rarely enough that it costs each new queue next
     * to nothing.
     */
    private void tidy() {
        if (this.queues.size() >= this.tidyAt) {
            this.queues.values().removeIf(MemoryQueue::idle);
            this.tidyAt = Math.max(IDLE_QUEUES, 2 * this.queues.size());
        }
    }

    void close() {
        this.closed = true;
        this.receivers.wakeAll();
        List.copyOf(this.borrowers).forEach(Loans::clear);
        this.delayed.clear();
        this.queues.clear();
        this.messages = 0;
    }

}
