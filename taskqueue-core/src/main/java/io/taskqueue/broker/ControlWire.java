package io.taskqueue.broker;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * How Celery's own tools and its workers are reached beside the tasks, in kombu's form:
 * requests to all workers, an answer to whoever asked, and events for whoever watches.
 * Like a broadcast, nothing rests on it: while the broker is away nothing is heard, and
 * what cannot be said then is not said.
 */
public interface ControlWire extends AutoCloseable {

    /**
     * Listens until the subscription is closed. Both are called on threads of the
     * client's and must not block.
     * @param requests hears what is asked of workers
     * @param events hears which workers there are
     */
    Broadcast.Subscription listen(Consumer<Message> requests, Consumer<Message> events);

    /**
     * Answers whoever waits under this key, and nobody else: an answer nobody waits for
     * is dropped, and one that nobody fetches is gone after a minute at most.
     */
    void answer(String key, Message answer);

    /**
     * Tells whoever watches.
     * @param key what it is about, such as {@code worker.heartbeat}
     */
    void tell(String key, Message event);

    @Override
    void close();

    /**
     * What travels.
     *
     * @param headers beside it
     * @param body a JSON document; shared, not copied
     */
    record Message(Map<String, @Nullable Object> headers, byte[] body) {

        public Message {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            Objects.requireNonNull(body, "body");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Message that && this.headers.equals(that.headers)
                    && Arrays.equals(this.body, that.body);
        }

        @Override
        public int hashCode() {
            return 31 * this.headers.hashCode() + Arrays.hashCode(this.body);
        }

        /** Says how large it is and never what it holds. */
        @Override
        public String toString() {
            return "Message[" + this.body.length + " bytes]";
        }

    }

}
