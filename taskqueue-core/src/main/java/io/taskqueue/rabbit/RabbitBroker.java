package io.taskqueue.rabbit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Checkup;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.rabbit.RabbitMessages.Parcel;
import io.taskqueue.result.Answer;

/**
 * A broker on RabbitMQ, in Celery's queues and with Celery's delayed delivery. Every
 * message is confirmed before its sender hears that it was taken over, and acknowledged
 * only after its end; a worker's death gives back at once what it held.
 */
public final class RabbitBroker implements Broker {

    private static final Logger logger = LoggerFactory.getLogger(RabbitBroker.class);

    private final RabbitConnections connections;

    private final Options options;

    private final RabbitMessages messages;

    private final Declarations declarations;

    private final Publisher publisher;

    private final Releases releases = new Releases();

    private final Returns returns = new Returns(this);

    private final Finished finished = new Finished();

    private final RabbitDeadLetters letters;

    private final RabbitQueues queues;

    private final RabbitCheckup checkup;

    private final Set<RabbitConsumer> consumers = ConcurrentHashMap.newKeySet();

    private final Set<String> flat = ConcurrentHashMap.newKeySet();

    private @Nullable ScheduledExecutorService timer;

    private volatile boolean closed;

    /**
     * @param connections the way to RabbitMQ; closed by whoever opened it
     * @param codec reads and writes what lies there
     */
    public RabbitBroker(RabbitConnections connections, Options options, MessageCodec codec, TimeSource time) {
        this.connections = connections;
        this.options = options;
        this.messages = new RabbitMessages(codec, time);
        this.declarations = new Declarations(options);
        this.publisher = new Publisher(connections, this.declarations);
        this.letters = new RabbitDeadLetters(this, time);
        this.queues = new RabbitQueues(this);
        this.checkup = new RabbitCheckup(this);
    }

    @Override
    public List<Answer> publish(Collection<TaskMessage> messages) {
        if (this.closed) {
            Exception late = new IllegalStateException("The RabbitMQ broker is closed and takes no more messages");
            return messages.stream().map((message) -> Answer.failed(late)).toList();
        }
        Answer[] answers = new Answer[messages.size()];
        List<Parcel> parcels = new ArrayList<>(messages.size());
        List<Integer> places = new ArrayList<>(messages.size());
        int place = 0;
        for (TaskMessage message : messages) {
            try {
                parcels.add(this.messages.write(message));
                places.add(place);
                warnOfPriority(message);
            }
            catch (IllegalArgumentException unusable) {
                answers[place] = Answer.failed(unusable);
            }
            place++;
        }
        List<Answer> sent = parcels.isEmpty() ? List.of() : this.publisher.send(parcels);
        for (int i = 0; i < sent.size(); i++) {
            answers[places.get(i)] = sent.get(i);
        }
        return List.of(answers);
    }

    private void warnOfPriority(TaskMessage message) {
        if (message.priorityOrDefault() > 0 && this.options.maxPriority() == null && this.flat.size() < 1_000
                && this.flat.add(message.queue())) {
            logger.warn(
                    "Queue {} is sent messages with a priority, and without taskqueue.rabbit.max-priority queues"
                            + " are declared that know none: unless somebody else declared it, all are equal there",
                    message.queue());
        }
    }

    @Override
    public Consumer consume(ConsumerOptions options) {
        RabbitConsumer consumer = new RabbitConsumer(this, options);
        this.consumers.add(consumer);
        return consumer;
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        if (type == QueueInspection.class || type == QueueAdministration.class) {
            return Optional.of(type.cast(this.queues));
        }
        if (type == DeadLetters.class) {
            return Optional.of(type.cast(this.letters));
        }
        return (type == Checkup.class) ? Optional.of(type.cast(this.checkup)) : Broker.super.capability(type);
    }

    @Override
    public String description() {
        return this.connections.description();
    }

    @Override
    public void close() {
        this.closed = true;
        this.publisher.close();
        synchronized (this) {
            if (this.timer != null) {
                this.timer.shutdownNow();
            }
        }
    }

    RabbitConnections connections() {
        return this.connections;
    }

    Options options() {
        return this.options;
    }

    RabbitMessages messages() {
        return this.messages;
    }

    Declarations declarations() {
        return this.declarations;
    }

    Publisher publisher() {
        return this.publisher;
    }

    Releases releases() {
        return this.releases;
    }

    Returns returns() {
        return this.returns;
    }

    Finished finished() {
        return this.finished;
    }

    RabbitQueues queues() {
        return this.queues;
    }

    RabbitDeadLetters letters() {
        return this.letters;
    }

    Set<RabbitConsumer> consumers() {
        return this.consumers;
    }

    void closed(RabbitConsumer consumer) {
        this.consumers.remove(consumer);
    }

    /** Does this after so long, on a thread that serves all consumers. */
    synchronized void soon(Runnable chore, long nanos) {
        if (this.timer == null) {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, (work) -> {
                Thread thread = new Thread(work, "taskqueue-rabbit-timer");
                thread.setDaemon(true);
                return thread;
            });
            this.timer = timer;
        }
        try {
            this.timer.schedule(chore, nanos, TimeUnit.NANOSECONDS);
        }
        catch (RejectedExecutionException ended) {
            logger.debug("The broker is closed", ended);
        }
    }

    /** What RabbitMQ calls the kinds of queues. */
    public enum QueueType {

        /** On one node, as Celery declares its queues. */
        CLASSIC,
        /** Replicated, confirmed by a majority. */
        QUORUM;

        String argument() {
            return (this == QUORUM) ? "quorum" : "classic";
        }

    }

    /**
     * How a RabbitMQ broker declares what does not exist yet.
     *
     * @param queues the kind of queues of tasks
     * @param maxPriority the highest priority that classic queues know, or {@code null}
     * for none, as Celery declares them
     * @param delays the kind of the queues that delayed messages wait in; Celery's are
     * quorum queues
     * @param consumerTimeout how long RabbitMQ waits for an acknowledgement before it
     * takes a message back
     * @param maxDeadLetters the most dead letters kept of one queue; of more, the oldest
     * are dropped
     * @param prefix what the names of our own queues and exchanges begin with, after
     * {@code taskqueue.}
     */
    public record Options(QueueType queues, @Nullable Integer maxPriority, QueueType delays, Duration consumerTimeout,
            int maxDeadLetters, String prefix) {

        /** Classic queues as Celery's, half an hour, ten thousand. */
        public static final Options DEFAULT = new Options(QueueType.CLASSIC, null, QueueType.QUORUM,
                Duration.ofMinutes(30), 10_000, "");

        public Options {
            Objects.requireNonNull(prefix, "prefix");
            if (maxPriority != null && (maxPriority < 1 || maxPriority > 255)) {
                throw new IllegalArgumentException("RabbitMQ knows priorities from 1 to 255, not " + maxPriority);
            }
            if (maxDeadLetters < 1) {
                throw new IllegalArgumentException(
                        "A RabbitMQ broker keeps at least one dead letter, not " + maxDeadLetters);
            }
        }

        Map<String, Object> arguments() {
            Map<String, Object> arguments = new LinkedHashMap<>();
            if (this.queues == QueueType.QUORUM) {
                arguments.put("x-queue-type", "quorum");
            }
            else if (this.maxPriority != null) {
                arguments.put("x-max-priority", this.maxPriority);
            }
            return arguments;
        }

        Map<String, Object> letterArguments() {
            Map<String, Object> arguments = new LinkedHashMap<>();
            if (this.queues == QueueType.QUORUM) {
                arguments.put("x-queue-type", "quorum");
            }
            arguments.put("x-max-length", this.maxDeadLetters);
            return arguments;
        }

        String lettersOf(String queue) {
            return own("dead-letters.") + queue;
        }

        boolean holdsLetters(String queue) {
            return queue.startsWith(own("dead-letters."));
        }

        String own(String name) {
            return "taskqueue." + this.prefix + name;
        }

        /**
         * How old something may be and still share its channel with what comes now, in
         * nanoseconds.
         */
        long longestCompany() {
            return this.consumerTimeout.dividedBy(10).toNanos();
        }

    }

}
