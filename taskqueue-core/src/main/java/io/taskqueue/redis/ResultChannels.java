package io.taskqueue.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.result.ResultListeners;
import io.taskqueue.result.ResultPush.Subscription;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.document.ResultDocument;

/**
 * The channels on which results are told, ours and Python's, one for each task that
 * somebody in this process waits for.
 */
final class ResultChannels implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ResultChannels.class);

    private final Ear ear;

    private final RedisKeys keys;

    private final ResultWrites documents;

    private final ResultListeners listeners = new ResultListeners();

    private final Map<String, Channel> byTask = new ConcurrentHashMap<>();

    ResultChannels(Ear ear, RedisKeys keys, ResultWrites documents) {
        this.ear = ear;
        this.keys = keys;
        this.documents = documents;
    }

    Subscription subscribe(String id, Consumer<TaskResult> listener) {
        Subscription subscription = this.listeners.subscribe(id, listener);
        Channel channel = this.byTask.compute(id, (task, open) -> ((open != null) ? open : new Channel(id)).entered());
        channel.listen();
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                subscription.close();
                leave(id, channel);
            }
        };
    }

    private void leave(String id, Channel channel) {
        this.byTask.computeIfPresent(id, (task, open) -> (open == channel && channel.left()) ? null : open);
        if (this.byTask.get(id) != channel) {
            channel.close();
        }
    }

    private void hear(String id, byte[] document) {
        ResultDocument told = this.documents.read(id, document);
        if (told != null) {
            this.listeners.tell(told.record().last());
        }
    }

    @Override
    public void close() {
        this.byTask.values().forEach(Channel::close);
        this.byTask.clear();
        this.listeners.close();
    }

    /** A channel that is listened to until the last who waits for it has left. */
    private final class Channel {

        private final String id;

        /** Changed inside the map only. */
        private int waiting;

        private boolean closed;

        private @Nullable AutoCloseable handle;

        private Channel(String id) {
            this.id = id;
        }

        private Channel entered() {
            this.waiting++;
            return this;
        }

        /** Returns whether nobody waits any more. */
        private boolean left() {
            this.waiting--;
            return this.waiting == 0;
        }

        /** May wait for Redis, and so not inside the map. */
        private synchronized void listen() {
            if (this.handle == null && !this.closed) {
                this.handle = ResultChannels.this.ear.listen(ResultChannels.this.keys.result(this.id),
                        (document) -> hear(this.id, document));
            }
        }

        private synchronized void close() {
            this.closed = true;
            try {
                if (this.handle != null) {
                    this.handle.close();
                    this.handle = null;
                }
            }
            catch (Exception failure) {
                logger.debug("The channel of task {} could not be left", this.id, failure);
            }
        }

    }

}
