package io.taskqueue.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.JoinsTransactions;
import io.taskqueue.broker.Outbox;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;

/**
 * Another broker with an outbox in front of it: what is called in a transaction is
 * written there with the caller's data, and forwarded by any node. Outside of one it is
 * that other broker.
 */
public final class OutboxBroker implements Broker, JoinsTransactions, Outbox {

    private final Broker target;

    private final JdbcBroker waiting;

    private final OutboxRelay relay;

    private final Boxed boxed = new Boxed();

    /**
     * @param target where calls are forwarded to
     * @param waiting where they wait until then
     */
    public OutboxBroker(Broker target, JdbcBroker waiting) {
        this.target = target;
        this.waiting = waiting;
        this.relay = new OutboxRelay(target, waiting, this.boxed);
    }

    /** Begins to forward. */
    public void start() {
        this.relay.start();
    }

    /** Ends that; what waits is forwarded by others, or after the next start. */
    public void stop() {
        this.relay.stop();
    }

    @Override
    public List<Answer> publish(Collection<TaskMessage> messages) {
        return this.target.publish(messages);
    }

    @Override
    public Consumer consume(ConsumerOptions options) {
        return this.target.consume(options);
    }

    @Override
    public boolean joinable() {
        return this.waiting.joinable();
    }

    @Override
    public void join(Collection<TaskMessage> messages) {
        this.waiting.join(messages.stream().map(this.boxed::in).toList());
    }

    @Override
    public void committed(Collection<TaskMessage> messages) {
        this.waiting.committed(messages.stream().map(this.boxed::in).toList());
    }

    @Override
    public QueueDepth depth() {
        return this.waiting.capability(QueueInspection.class)
            .map((able) -> able.depths(List.of(Boxed.QUEUE)).get(0))
            .orElseThrow();
    }

    @Override
    public DeadLetters refused() {
        return this.waiting.capability(DeadLetters.class).orElseThrow();
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : this.target.capability(type);
    }

    @Override
    public String description() {
        return this.target.description() + " with an outbox";
    }

    @Override
    public void close() {
        stop();
        this.target.close();
    }

}
