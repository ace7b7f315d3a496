package io.taskqueue.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.Leases;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ChordCounter;

/**
 * A broker in this process' memory: nothing to install, nothing to wait for, and what it
 * holds ends with the process. It does all that a broker can do.
 */
public final class MemoryBroker
        implements Broker, Leases, DeadLetters, QueueInspection, QueueAdministration, ProcessLocal {

    private final Depot depot;

    private final MemoryChords chords;

    private final String home = UUID.randomUUID().toString();

    public MemoryBroker(Options options, TimeSource time) {
        this.depot = new Depot(options, time);
        this.chords = new MemoryChords(time);
    }

    /**
     * Counts chords too, for stores that do not: they end with this process as their
     * messages do.
     */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return (type == ChordCounter.class) ? Optional.of(type.cast(this.chords)) : Broker.super.capability(type);
    }

    @Override
    public List<Answer> publish(Collection<TaskMessage> messages) {
        return locked(() -> {
            List<Answer> answers = new ArrayList<>(messages.size());
            for (TaskMessage message : messages) {
                answers.add(publish(message));
            }
            return answers;
        });
    }

    private Answer publish(TaskMessage message) {
        if (this.depot.closed) {
            return Answer.failed(new IllegalStateException("The memory broker is closed and takes no more messages"));
        }
        if (this.depot.full()) {
            return Answer.failed(new BrokerUnavailableException("The memory broker is full: it holds "
                    + this.depot.options.maxMessages() + " messages, and takes another when one of them has ended",
                    false, null));
        }
        this.depot.add(message.queue(), new Content.Readable(message), message.due());
        return Answer.done();
    }

    /**
     * Puts something into a queue that need not be a message, as strangers can do to
     * other brokers.
     */
    void put(String queue, Content content) {
        locked(() -> {
            this.depot.add(queue, content, null);
            return content;
        });
    }

    @Override
    public Consumer consume(ConsumerOptions options) {
        return new MemoryConsumer(this.depot, options);
    }

    /** Looks at the clock again, after somebody else than time itself has moved it. */
    public void wake() {
        locked(() -> {
            this.depot.lookAtTheClock();
            this.depot.receivers.wakeKeeper();
            return this.depot;
        });
    }

    @Override
    public Duration length() {
        return this.depot.options.lease();
    }

    @Override
    public Set<String> renew(Consumer consumer) {
        if (consumer instanceof MemoryConsumer ours && ours.of(this.depot)) {
            return locked(ours::renew);
        }
        throw new IllegalArgumentException("This consumer is not one of this broker's");
    }

    @Override
    public int reclaim(int limit) {
        return locked(() -> {
            int reclaimed = 0;
            for (Loans loans : List.copyOf(this.depot.borrowers)) {
                reclaimed += loans.reclaim(Math.max(0, limit - reclaimed));
            }
            return reclaimed;
        });
    }

    @Override
    public List<DeadLetter> list(@Nullable String queue, int offset, int limit) {
        return locked(() -> this.depot.deadLetters.list(queue, offset, limit));
    }

    @Override
    public long count(@Nullable String queue) {
        return locked(() -> this.depot.deadLetters.count(queue));
    }

    @Override
    public int replay(Collection<String> ids) {
        return locked(() -> {
            int replayed = 0;
            for (DeadLetter letter : this.depot.deadLetters.find(ids)) {
                replayed += replay(letter) ? 1 : 0;
            }
            return replayed;
        });
    }

    private boolean replay(DeadLetter letter) {
        if (!(letter.content() instanceof Content.Readable readable) || this.depot.full() || this.depot.closed) {
            return false;
        }
        TaskMessage anew = readable.message()
            .header(TaskHeaders.DELIVERIES, null)
            .header(TaskHeaders.PARKED_SINCE, null);
        this.depot.deadLetters.remove(letter);
        // it has waited for its time already
        this.depot.add(letter.queue(), new Content.Readable(anew.due(null)), null);
        return true;
    }

    @Override
    public int remove(Collection<String> ids) {
        return locked(() -> {
            List<DeadLetter> letters = this.depot.deadLetters.find(ids);
            letters.forEach(this.depot.deadLetters::remove);
            return letters.size();
        });
    }

    @Override
    public Collection<String> queues() {
        return locked(this.depot::names);
    }

    @Override
    public List<QueueDepth> depths(Collection<String> queues) {
        return locked(() -> {
            this.depot.lookAtTheClock();
            return queues.stream().map(this.depot::depth).toList();
        });
    }

    @Override
    public long purge(String queue) {
        return locked(() -> this.depot.purge(queue));
    }

    @Override
    public String home() {
        return this.home;
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public void close() {
        locked(() -> {
            this.depot.close();
            return this.depot;
        });
    }

    private <T> T locked(Supplier<T> work) {
        this.depot.lock.lock();
        try {
            return work.get();
        }
        finally {
            this.depot.lock.unlock();
        }
    }

    /**
     * How much a memory broker holds, and for how long it lends it.
     *
     * @param lease how long a consumer owns its deliveries without renewal
     * @param maxMessages the most messages it holds, waiting or lent; more are refused
     * @param maxDeadLetters the most dead letters it keeps; of more, the oldest are
     * dropped
     */
    public record Options(Duration lease, int maxMessages, int maxDeadLetters) {

        /** A lease of 30 seconds, a million messages, ten thousand dead letters. */
        public static final Options DEFAULT = new Options(Duration.ofSeconds(30), 1_000_000, 10_000);

        public Options {
            Objects.requireNonNull(lease, "lease");
            if (lease.isNegative() || lease.isZero()) {
                throw new IllegalArgumentException("A lease lasts a while, not " + lease);
            }
            if (maxMessages < 1 || maxDeadLetters < 1) {
                throw new IllegalArgumentException(
                        "A memory broker holds at least one message and one dead letter, not " + maxMessages + " and "
                                + maxDeadLetters);
            }
        }

    }

}
