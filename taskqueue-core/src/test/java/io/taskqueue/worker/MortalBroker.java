package io.taskqueue.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;

/**
 * The broker as a process sees it that dies at a named moment of one task: from then on
 * nothing that it asks for happens. It takes one message. Its worker must not sweep,
 * since a dead one renews no lease.
 */
public final class MortalBroker extends SharedBroker {

    private final Moment moment;

    private final String task;

    private volatile boolean dead;

    /**
     * @param task the name of the task whose settlement is the process' end, if that is
     * the moment
     */
    public MortalBroker(Broker broker, Moment moment, String task) {
        super(broker);
        this.moment = moment;
        this.task = task;
    }

    public boolean dead() {
        return this.dead;
    }

    /** The broker behind it outlives the process. */
    @Override
    public void close() {
        this.dead = true;
    }

    @Override
    public List<Answer> publish(Collection<TaskMessage> messages) {
        if (this.moment == Moment.BEFORE_PUBLISHING
                && messages.stream().anyMatch((message) -> message.headers().parentId() != null)) {
            this.dead = true;
        }
        return this.dead ? messages.stream().map((message) -> failed()).toList() : super.publish(messages);
    }

    @Override
    public Consumer consume(ConsumerOptions options) {
        return new Mortal(super.consume(options));
    }

    private static Answer failed() {
        return Answer.failed(new IllegalStateException("the process is dead"));
    }

    /** When the process dies. */
    public enum Moment {

        /** An end is stored, and what follows is not sent. */
        BEFORE_PUBLISHING,

        /** What follows is sent, and the delivery is not settled. */
        BEFORE_SETTLING

    }

    private final class Mortal implements Consumer {

        private final Consumer consumer;

        private boolean served;

        private Mortal(Consumer consumer) {
            this.consumer = consumer;
        }

        @Override
        public List<Delivery> receive(Collection<String> queues, int limit, Duration patience)
                throws InterruptedException {
            List<Delivery> taken = this.consumer.receive(this.served ? List.of("nowhere") : queues, 1, patience);
            this.served |= !taken.isEmpty();
            return taken;
        }

        @Override
        public List<Answer> settle(Collection<Completion> completions) {
            boolean last = completions.stream()
                .anyMatch((completion) -> completion.delivery().content() instanceof Content.Readable readable
                        && readable.message().task().equals(MortalBroker.this.task));
            if (MortalBroker.this.moment == Moment.BEFORE_SETTLING && last) {
                MortalBroker.this.dead = true;
            }
            return MortalBroker.this.dead ? completions.stream().map((completion) -> failed()).toList()
                    : this.consumer.settle(completions);
        }

        @Override
        public void close() {
            // a dead process gives nothing back
        }

    }

}
