package io.taskqueue.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.broker.BrokerUnavailableException;

/**
 * The connections of one application's tasks to one Redis, Sentinel group or Cluster:
 * where the factory leads, with its credentials and its TLS, on sockets of our own.
 * Broker, results, broadcast and wishes share one. Safe for use by many threads.
 * <p>
 * Opened when first used, and again after each failure. What had been sent over a
 * connection that failed is <em>not</em> sent again by itself, so that whoever sent it
 * can tell <em>failed</em> from <em>unknown</em>.
 */
public final class RedisConnections implements AutoCloseable {

    private final OwnClient client;

    private final LettuceConnectionFactory factory;

    private final Ear ear;

    private final Duration timeout;

    private final ReentrantLock connecting = new ReentrantLock();

    private volatile @Nullable Line line;

    private volatile boolean closed;

    private RedisConnections(OwnClient client, Duration timeout) {
        this.client = client;
        this.factory = client.factory();
        this.timeout = timeout;
        this.ear = new Ear(this.factory);
    }

    /**
     * Connections to where this factory leads.
     * @param timeout how long one command may take, connecting included
     * @throws IllegalArgumentException if it is not Lettuce's, the client that Spring
     * Data Redis brings by default
     */
    public static RedisConnections like(RedisConnectionFactory factory, Duration timeout) {
        if (factory instanceof LettuceConnectionFactory lettuce) {
            return new RedisConnections(OwnClient.like(lettuce, timeout), timeout);
        }
        throw new IllegalArgumentException("Tasks need a LettuceConnectionFactory and not a "
                + factory.getClass().getSimpleName() + ": Lettuce can wait on many lists without a thread for each");
    }

    /** Where they lead, in a few words and without credentials. */
    public String description() {
        return OwnClient.description(this.factory);
    }

    /** Whether they lead to a Cluster, where keys of one script must share a slot. */
    public boolean cluster() {
        return this.factory.isClusterAware();
    }

    /** The number of the database, 0 in a Cluster. */
    int database() {
        return cluster() ? 0 : this.factory.getDatabase();
    }

    Duration timeout() {
        return this.timeout;
    }

    Ear ear() {
        return this.ear;
    }

    /** Runs a script and waits for its reply. */
    Object run(Script script, List<byte[]> keys, List<byte[]> args) {
        return await(start(script, keys, args));
    }

    /** Runs a script. */
    CompletableFuture<Object> start(Script script, List<byte[]> keys, List<byte[]> args) {
        byte[][] keyArray = keys.toArray(byte[][]::new);
        byte[][] argArray = args.toArray(byte[][]::new);
        return start((redis) -> redis.<Object>evalsha(script.digest(), ScriptOutputType.MULTI, keyArray, argArray))
            .exceptionallyCompose((failure) -> (cause(failure) instanceof RedisNoScriptException)
                    ? start((redis) -> redis.<Object>eval(script.text(), ScriptOutputType.MULTI, keyArray, argArray))
                    : CompletableFuture.failedFuture(failure));
    }

    /** Sends one command and waits for its reply. */
    <T> T call(Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        return await(start(command));
    }

    /**
     * Sends one command.
     * @return completes as the command does, exceptionally with what the client threw
     */
    <T> CompletableFuture<T> start(Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        Line current;
        try {
            current = line();
        }
        catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
        CompletableFuture<T> reply = current.start(command);
        reply.whenComplete((done, failure) -> {
            if (failure != null && RedisTrouble.endsConnection(cause(failure))) {
                drop(current);
            }
        });
        return reply;
    }

    /**
     * Waits for a reply, so long at most.
     * @throws BrokerUnavailableException if there is none, or a refusal
     */
    <T> T await(CompletableFuture<T> reply) {
        return await(reply, System.nanoTime() + this.timeout.toNanos());
    }

    <T> T await(CompletableFuture<T> reply, long deadline) {
        try {
            return reply.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        catch (ExecutionException failure) {
            throw RedisTrouble.unavailable(cause(failure));
        }
        catch (TimeoutException late) {
            reply.cancel(true);
            Line silent = this.line;
            if (silent != null) {
                drop(silent);
            }
            throw new BrokerUnavailableException("Redis did not answer within " + this.timeout, true, late);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("Interrupted while waiting for Redis", true, interrupted);
        }
    }

    /** A connection of its own for commands that block; close it after use. */
    Line openLine() {
        if (this.closed) {
            throw new BrokerUnavailableException("The connections to Redis are closed", false, null);
        }
        return Line.open(this.factory);
    }

    private Line line() {
        Line current = this.line;
        return (current != null && current.open()) ? current : connect();
    }

    private Line connect() {
        lockWithin(this.timeout);
        try {
            Line current = this.line;
            if (current != null && current.open()) {
                return current;
            }
            Line fresh = openLine();
            this.line = fresh;
            return fresh;
        }
        finally {
            this.connecting.unlock();
        }
    }

    private void lockWithin(Duration limit) {
        try {
            if (this.connecting.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new BrokerUnavailableException("There was no connection to Redis within " + limit, false, null);
    }

    private void drop(Line broken) {
        if (this.line == broken) {
            this.line = null;
        }
        broken.close();
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    @Override
    public void close() {
        this.closed = true;
        this.ear.close();
        Line last = this.line;
        if (last != null) {
            drop(last);
        }
        this.client.close();
    }

}
