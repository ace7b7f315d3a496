package io.taskqueue.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;

/**
 * A broker that behaves like one outside the process: it survives workers, and it can be
 * away.
 */
public class SharedBroker implements Broker {

    private final Broker broker;

    private final AtomicBoolean away = new AtomicBoolean();

    public SharedBroker(Broker broker) {
        this.broker = broker;
    }

    void away(boolean away) {
        this.away.set(away);
    }

    @Override
    public List<Answer> publish(Collection<TaskMessage> messages) {
        if (this.away.get()) {
            return messages.stream().map((message) -> Answer.failed(new IllegalStateException("away"))).toList();
        }
        return this.broker.publish(messages);
    }

    @Override
    public Consumer consume(ConsumerOptions options) {
        Consumer consumer = this.broker.consume(options);
        return new Away(consumer);
    }

    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return (type == ProcessLocal.class) ? Optional.empty() : this.broker.capability(type);
    }

    @Override
    public String description() {
        return "shared";
    }

    @Override
    public void close() {
        this.broker.close();
    }

    private final class Away implements Consumer {

        private final Consumer consumer;

        private Away(Consumer consumer) {
            this.consumer = consumer;
        }

        @Override
        public List<Delivery> receive(Collection<String> queues, int limit, Duration patience)
                throws InterruptedException {
            if (SharedBroker.this.away.get()) {
                throw new BrokerUnavailableException("away", false, null);
            }
            return this.consumer.receive(queues, limit, patience);
        }

        @Override
        public List<Answer> settle(Collection<Completion> completions) {
            if (SharedBroker.this.away.get()) {
                return completions.stream()
                    .map((completion) -> Answer.failed(new IllegalStateException("away")))
                    .toList();
            }
            return this.consumer.settle(completions);
        }

        @Override
        public void close() {
            this.consumer.close();
        }

    }

}
