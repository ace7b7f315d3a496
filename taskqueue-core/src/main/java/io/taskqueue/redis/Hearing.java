package io.taskqueue.redis;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that hears channels, until it fails: it says so once, also of a
 * connection whose other end went without a word, which it asks for now and then.
 */
final class Hearing {

    private static final Logger logger = LoggerFactory.getLogger(Hearing.class);

    /** What is not answered until the next question is lost. */
    private static final long SECONDS_BETWEEN_QUESTIONS = 2;

    private final StatefulRedisPubSubConnection<byte[], byte[]> connection;

    private final Consumer<Hearing> loss;

    private final Set<String> channels = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean ended = new AtomicBoolean();

    private @Nullable CompletableFuture<String> question;

    private volatile @Nullable Future<?> questions;

    private Hearing(StatefulRedisPubSubConnection<byte[], byte[]> connection, Consumer<Hearing> loss) {
        this.connection = connection;
        this.loss = loss;
    }

    /**
     * Connects, and hears nothing yet.
     * @param listener told each message and its channel, on a thread of the client's
     * @param loss told once the connection is of no more use, on any thread
     */
    static Hearing open(AbstractRedisClient client, BiConsumer<String, byte[]> listener, Consumer<Hearing> loss) {
        StatefulRedisPubSubConnection<byte[], byte[]> connection = (client instanceof RedisClusterClient cluster)
                ? cluster.connectPubSub(ByteArrayCodec.INSTANCE)
                : ((RedisClient) client).connectPubSub(ByteArrayCodec.INSTANCE);
        Hearing hearing = new Hearing(connection, loss);
        connection.addListener(hearing.messages(listener));
        connection.addListener(hearing.disconnection());
        hearing.questions = connection.getResources()
            .eventExecutorGroup()
            .scheduleWithFixedDelay(hearing::ask, SECONDS_BETWEEN_QUESTIONS, SECONDS_BETWEEN_QUESTIONS,
                    TimeUnit.SECONDS);
        return hearing;
    }

    private RedisPubSubAdapter<byte[], byte[]> messages(BiConsumer<String, byte[]> listener) {
        return new RedisPubSubAdapter<>() {

            @Override
            public void message(byte[] channel, byte[] message) {
                listener.accept(RedisKeys.text(channel), message);
            }

        };
    }

    private RedisConnectionStateListener disconnection() {
        return new RedisConnectionStateListener() {

            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                Hearing.this.loss.accept(Hearing.this);
            }

        };
    }

    private void ask() {
        CompletableFuture<String> last = this.question;
        if (!this.connection.isOpen() || (last != null && (!last.isDone() || last.isCompletedExceptionally()))) {
            this.loss.accept(this);
        }
        else if (!this.channels.isEmpty()) {
            try {
                this.question = this.connection.async().ping().toCompletableFuture();
            }
            catch (RedisException failure) {
                this.loss.accept(this);
            }
        }
    }

    /** Completes once the channel is heard, or is known to be forbidden. */
    CompletableFuture<Void> subscribe(String channel) {
        this.channels.add(channel);
        try {
            return this.connection.async()
                .subscribe(RedisKeys.bytes(channel))
                .toCompletableFuture()
                .exceptionally((failure) -> forbidden(channel, failure));
        }
        catch (RedisException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private static @Nullable Void forbidden(String channel, Throwable failure) {
        if (RedisConnections.cause(failure) instanceof RedisCommandExecutionException refusal) {
            logger.warn("Redis does not let us listen to the channel {}", channel, refusal);
            return null;
        }
        throw new CompletionException(failure);
    }

    void unsubscribe(String channel) {
        this.channels.remove(channel);
        try {
            this.connection.async().unsubscribe(RedisKeys.bytes(channel));
        }
        catch (RedisException failure) {
            logger.debug("Channel {} could not be left", channel, failure);
        }
    }

    /** Ends it; threads of the client's must not wait for that. */
    CompletableFuture<Void> end() {
        Future<?> asking = this.questions;
        if (asking != null) {
            asking.cancel(false);
        }
        return this.ended.compareAndSet(false, true) ? this.connection.closeAsync()
                : CompletableFuture.completedFuture(null);
    }

}
