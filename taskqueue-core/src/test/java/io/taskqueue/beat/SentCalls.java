package io.taskqueue.beat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;

/** A broker that notes what it is given, and can be away. */
final class SentCalls implements Broker {

    private final List<TaskMessage> sent = Collections.synchronizedList(new ArrayList<>());

    volatile boolean away;

    @Override
    public List<Answer> publish(Collection<TaskMessage> messages) {
        if (this.away) {
            return messages.stream().map((message) -> Answer.failed(new IllegalStateException("away"))).toList();
        }
        this.sent.addAll(messages);
        return messages.stream().map((message) -> Answer.done()).toList();
    }

    /** What it was given since it was asked last. */
    List<TaskMessage> take() {
        List<TaskMessage> taken = List.copyOf(this.sent);
        this.sent.clear();
        return taken;
    }

    @Override
    public Consumer consume(ConsumerOptions options) {
        throw new UnsupportedOperationException("nobody works here");
    }

    @Override
    public String description() {
        return "noted";
    }

    @Override
    public void close() {
        this.sent.clear();
    }

}
