package io.taskqueue.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.CompletesAtOnce;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.JoinsTransactions;
import io.taskqueue.broker.Leases;
import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskResult;
import io.taskqueue.sql.TransactionalResults;

/**
 * A broker in a database: PostgreSQL, MariaDB, MySQL or H2. What a call returned for is
 * committed, and what a worker takes is marked as its own in one short transaction, so
 * that there is no moment at which a task exists only in a worker's memory.
 */
public final class JdbcBroker implements Broker, Leases, JoinsTransactions, CompletesAtOnce {

    private final JdbcConnections connections;

    private final Options options;

    private final JdbcMessages messages;

    private final Publisher publisher;

    private final JdbcQueues queues;

    private final JdbcDeadLetters letters;

    private volatile boolean closed;

    /**
     * @param connections the way to the database; closed by whoever opened it
     * @param codec reads and writes what lies there
     */
    public JdbcBroker(JdbcConnections connections, Options options, MessageCodec codec, TimeSource time) {
        this.connections = connections;
        this.options = options;
        this.messages = new JdbcMessages(codec, time);
        this.publisher = new Publisher(connections, this.messages);
        this.queues = new JdbcQueues(connections);
        this.letters = new JdbcDeadLetters(connections, this.messages);
    }

    @Override
    public List<Answer> publish(Collection<TaskMessage> messages) {
        if (this.closed) {
            Exception late = new IllegalStateException("The JDBC broker is closed and takes no more messages");
            return messages.stream().map((message) -> Answer.failed(late)).toList();
        }
        return this.publisher.publish(messages);
    }

    @Override
    public Consumer consume(ConsumerOptions options) {
        return new JdbcConsumer(this, options);
    }

    @Override
    public boolean completesWith(ResultBackend results) {
        return results.capability(TransactionalResults.class)
            .filter((able) -> able.sharesDatabase(this.connections.sessions()))
            .isPresent();
    }

    @Override
    public boolean storesAlong() {
        return true;
    }

    @Override
    public List<Answer> complete(Consumer consumer, ResultBackend results, Collection<Completion> completions) {
        return complete(consumer, results, List.of(), completions);
    }

    @Override
    public List<Answer> complete(Consumer consumer, ResultBackend results, List<TaskResult> before,
            Collection<Completion> completions) {
        return ours(consumer).complete(before, completions,
                results.capability(TransactionalResults.class).orElseThrow());
    }

    /** Completes in the transaction of this thread, which somebody else ends. */
    Finishing.Within finishWithin(Completion completion, ResultBackend results) throws SQLException {
        String owner = ((JdbcDelivery) completion.delivery()).owner();
        Finishing finishing = new Finishing(this, owner, List.of(),
                results.capability(TransactionalResults.class).orElseThrow());
        return this.connections.sessions()
            .joining((connection, dialect) -> finishing.finishWithin(completion, connection, dialect));
    }

    @Override
    public boolean joinable() {
        return !this.closed && this.connections.sessions().joinable();
    }

    @Override
    public void join(Collection<TaskMessage> messages) {
        this.publisher.join(messages);
    }

    @Override
    public void committed(Collection<TaskMessage> messages) {
        this.publisher.committed(messages);
    }

    @Override
    public Duration length() {
        return this.options.lease();
    }

    @Override
    public Set<String> renew(Consumer consumer) {
        return ours(consumer).renew();
    }

    private JdbcConsumer ours(Consumer consumer) {
        if (consumer instanceof JdbcConsumer ours && ours.of(this)) {
            return ours;
        }
        throw new IllegalArgumentException("This consumer is not one of this broker's");
    }

    /**
     * After an outage nobody could renew, and who comes back first must not take from the
     * others what they hold: they have a lease's time to speak again.
     */
    @Override
    public int reclaim(int limit) {
        return this.connections.contact().heldFor(length()) ? reclaimNow(limit) : 0;
    }

    private int reclaimNow(int limit) {
        return this.connections.call((connection, dialect) -> new WorkerTable(this.connections.tables(), dialect)
            .reclaim(connection, limit));
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        if (type == QueueInspection.class || type == QueueAdministration.class) {
            return Optional.of(type.cast(this.queues));
        }
        return (type == DeadLetters.class) ? Optional.of(type.cast(this.letters)) : Broker.super.capability(type);
    }

    @Override
    public String description() {
        return this.connections.description();
    }

    @Override
    public void close() {
        this.closed = true;
    }

    JdbcConnections connections() {
        return this.connections;
    }

    Options options() {
        return this.options;
    }

    JdbcMessages messages() {
        return this.messages;
    }

    /**
     * For how long a JDBC broker lends its messages, and how much it keeps.
     *
     * @param lease how long a consumer owns its deliveries without renewal
     * @param maxDeadLetters the most dead letters it keeps; of more, the oldest are
     * dropped
     */
    public record Options(Duration lease, int maxDeadLetters) {

        /** A lease of 30 seconds, ten thousand dead letters. */
        public static final Options DEFAULT = new Options(Duration.ofSeconds(30), 10_000);

        public Options {
            Objects.requireNonNull(lease, "lease");
            if (lease.isNegative() || lease.isZero()) {
                throw new IllegalArgumentException("A lease lasts a while, not " + lease);
            }
            if (maxDeadLetters < 1) {
                throw new IllegalArgumentException(
                        "A JDBC broker keeps at least one dead letter, not " + maxDeadLetters);
            }
        }

    }

}
