package io.taskqueue.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

import io.taskqueue.broker.BrokerUnavailableException;

/**
 * The ways to one virtual host of RabbitMQ: plain channels on Spring AMQP's connections,
 * one of which only publishes and another only consumes. Nothing connects before it is
 * asked for a channel.
 */
public final class RabbitConnections {

    private static final Logger logger = LoggerFactory.getLogger(RabbitConnections.class);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** Threads that live only while there is something to do. */
    private static final ExecutorService ERRANDS = new ThreadPoolExecutor(0, 16, 10, TimeUnit.SECONDS,
            new SynchronousQueue<>(), RabbitConnections::errand);

    private final ConnectionFactory consuming;

    private final ConnectionFactory publishing;

    private final Duration timeout;

    private final Alarm alarm = new Alarm();

    /**
     * @param factory where connections come from; closed by whoever made it
     * @param timeout how long a call waits for RabbitMQ to take a message over
     */
    public RabbitConnections(ConnectionFactory factory, Duration timeout) {
        this.consuming = factory;
        ConnectionFactory publisher = factory.getPublisherConnectionFactory();
        this.publishing = (publisher != null) ? publisher : factory;
        this.timeout = timeout;
    }

    private static Thread errand(Runnable work) {
        Thread thread = new Thread(work, "taskqueue-rabbit-errand");
        thread.setDaemon(true);
        return thread;
    }

    /** A few words for people, without credentials. */
    public String description() {
        return "amqp://" + this.consuming.getHost() + ":" + this.consuming.getPort() + "/"
                + this.consuming.getVirtualHost().replaceFirst("^/", "");
    }

    Duration timeout() {
        return this.timeout;
    }

    Channel consuming() {
        return open(this.consuming.createConnection());
    }

    Channel publishing() {
        Connection connection = this.publishing.createConnection();
        connection.removeBlockedListener(this.alarm);
        Channel channel = open(connection);
        connection.addBlockedListener(this.alarm);
        channel.getConnection().addShutdownListener((cause) -> this.alarm.handleUnblocked());
        return channel;
    }

    /** Why RabbitMQ takes no messages from us at this moment, or {@code null}. */
    @Nullable String alarm() {
        return this.alarm.reason;
    }

    /**
     * Waits until RabbitMQ takes messages again, or until then.
     * @return whether it does
     */
    boolean awaitNoAlarm(long deadline) throws InterruptedException {
        return this.alarm.reason == null || this.alarm.awaitEnd(deadline);
    }

    /** Does this on another thread, so that its network cannot hold up the caller. */
    <T> T within(long deadline, Callable<T> errand) throws InterruptedException {
        try {
            return ERRANDS.submit(errand).get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            throw RabbitTrouble.unavailable((cause != null) ? cause : failure, false);
        }
        catch (TimeoutException | RejectedExecutionException slow) {
            throw new BrokerUnavailableException("RabbitMQ did not answer within " + this.timeout, false, slow);
        }
    }

    /**
     * Closes a channel. RabbitMQ is waited for, but not long: it does not answer on a
     * channel that waits for a queue without a leader.
     */
    static void close(@Nullable Channel channel) {
        if (channel == null) {
            return;
        }
        try {
            ERRANDS.submit(() -> {
                channel.abort();
                return true;
            }).get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        }
        catch (ExecutionException | TimeoutException | RejectedExecutionException away) {
            logger.debug("A channel was not closed; it ends with its connection", away);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A channel, opened anew on a connection of its own kind. */
    private static Channel open(Connection connection) {
        com.rabbitmq.client.Connection client = connection.getDelegate();
        try {
            Channel channel = (client != null) ? client.createChannel() : connection.createChannel(false);
            if (channel != null) {
                return channel;
            }
        }
        catch (IOException | AmqpException failure) {
            throw RabbitTrouble.unavailable(failure, false);
        }
        throw new BrokerUnavailableException("The connection to RabbitMQ has no channel left", false, null);
    }

    /** What a broker that is short of memory or disk tells those that publish. */
    private static final class Alarm implements BlockedListener {

        private volatile @Nullable String reason;

        @Override
        public synchronized void handleBlocked(String reason) {
            this.reason = reason;
        }

        @Override
        public synchronized void handleUnblocked() {
            this.reason = null;
            notifyAll();
        }

        synchronized boolean awaitEnd(long deadline) throws InterruptedException {
            long left = deadline - System.nanoTime();
            while (this.reason != null && left > 0) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
                left = deadline - System.nanoTime();
            }
            return this.reason == null;
        }

    }

}
