package io.taskqueue.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * One connection, until it fails. Lettuce's own interface: it sends many commands without
 * waiting for each, and waits on a list without a thread.
 */
final class Line implements AutoCloseable {

    private final RedisConnection connection;

    private final RedisClusterAsyncCommands<byte[], byte[]> commands;

    private final StatefulConnection<byte[], byte[]> state;

    // the deprecated getter is the only way from Spring's connection to the socket's
    // state
    @SuppressWarnings("deprecation")
    private Line(RedisConnection connection, RedisClusterAsyncCommands<byte[], byte[]> commands) {
        this.connection = connection;
        this.commands = commands;
        this.state = (commands instanceof RedisAsyncCommands<byte[], byte[]> single) ? single.getStatefulConnection()
                : ((RedisAdvancedClusterAsyncCommands<byte[], byte[]>) commands).getStatefulConnection();
    }

    @SuppressWarnings("unchecked")
    static Line open(RedisConnectionFactory factory) {
        RedisConnection connection = factory.getConnection();
        try {
            return new Line(connection, (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection());
        }
        catch (RuntimeException failure) {
            connection.close();
            throw RedisTrouble.unavailable(failure);
        }
    }

    boolean open() {
        return this.state.isOpen();
    }

    <T> CompletableFuture<T> start(Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        try {
            return command.apply(this.commands).toCompletableFuture();
        }
        catch (RedisException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public void close() {
        this.connection.close();
    }

}
