package io.taskqueue.broker;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;

/**
 * Carries task messages from those who ask to those who do. Safe for use by many threads.
 * <p>
 * Of one queue, messages are handed out by priority (9 first), and first in first out
 * within one priority; a message that is handed out again comes before its equals. A
 * message that is not yet due waits in the broker.
 */
public interface Broker extends AutoCloseable {

    /**
     * Takes messages over, all that can be in one round trip. What is answered with
     * {@link Answer#done()} outlives the caller, as far as this broker can keep anything.
     * @return one answer for each, in the same order, within the broker's publish
     * timeout; never throws for trouble with the broker
     */
    List<Answer> publish(Collection<TaskMessage> messages);

    /**
     * Opens a way for one worker to receive messages. It need not reach the broker yet;
     * receiving does, and finds its way back whenever the broker was away.
     */
    Consumer consume(ConsumerOptions options);

    /**
     * What this broker can do beyond carrying messages. A decorator asks the one it
     * decorates.
     */
    default <T> Optional<T> capability(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /**
     * Its kind and place in a few words for people, without credentials, such as
     * {@code memory}.
     */
    String description();

    /** Gives back what it holds; publishing afterwards is answered with a failure. */
    @Override
    void close();

}
