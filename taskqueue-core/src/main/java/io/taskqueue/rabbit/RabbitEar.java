package io.taskqueue.rabbit;

import java.io.IOException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.BrokerUnavailableException;

/**
 * A channel that only listens, opened again for as long as that takes whenever it is
 * lost. What is said meanwhile is missed.
 */
final class RabbitEar implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(RabbitEar.class);

    private static final long PAUSE_MILLIS = 1_000;

    /** Rights do not change often, and each attempt is a line in RabbitMQ's log. */
    private static final long PAUSE_AFTER_REFUSAL_MILLIS = 60_000;

    private static final int ACCESS_REFUSED = 403;

    private final RabbitConnections connections;

    private final String thread;

    private final Opening opening;

    private @Nullable ScheduledThreadPoolExecutor timer;

    private @Nullable Channel channel;

    private boolean refused;

    private volatile boolean closed;

    /**
     * One that has not begun to listen.
     * @param thread the name of the thread that opens it again
     * @param opening declares what it listens to, and begins
     */
    RabbitEar(RabbitConnections connections, String thread, Opening opening) {
        this.connections = connections;
        this.thread = thread;
        this.opening = opening;
    }

    /** What is done with a new channel, so that it hears. */
    @FunctionalInterface
    interface Opening {

        void on(Channel channel) throws IOException;

    }

    /** What is done with what is heard, on a thread of the client's. */
    @FunctionalInterface
    interface Listener {

        void hear(AMQP.BasicProperties properties, byte[] body);

    }

    /** Hears all that comes to this queue, which is gone with that. */
    static void consume(Channel channel, String queue, Listener listener) throws IOException {
        channel.basicConsume(queue, true, new DefaultConsumer(channel) {

            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                listener.hear(properties, body);
            }

        });
    }

    /** Listens from now on, or as soon as RabbitMQ is there. */
    synchronized void listen() {
        if (this.closed || (this.channel != null && this.channel.isOpen())) {
            return;
        }
        try {
            this.channel = this.connections.within(System.nanoTime() + this.connections.timeout().toNanos(),
                    this::open);
        }
        catch (BrokerUnavailableException away) {
            boolean refused = RabbitTrouble.code(away) == ACCESS_REFUSED;
            if (refused && !this.refused) {
                logger.warn("Nothing is heard from others: {}", away.getMessage());
            }
            logger.debug("Nothing is heard from others yet; trying again", away);
            this.refused = refused;
            listenLater(refused ? PAUSE_AFTER_REFUSAL_MILLIS : PAUSE_MILLIS);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Channel open() throws IOException {
        Channel fresh = this.connections.consuming();
        try {
            this.opening.on(fresh);
        }
        catch (IOException | RuntimeException failure) {
            RabbitConnections.close(fresh);
            throw failure;
        }
        fresh.addShutdownListener((cause) -> listenLater(PAUSE_MILLIS));
        return fresh;
    }

    private synchronized void listenLater(long pauseMillis) {
        if (this.closed) {
            return;
        }
        if (this.timer == null) {
            this.timer = new ScheduledThreadPoolExecutor(1, (work) -> {
                Thread thread = new Thread(work, this.thread);
                thread.setDaemon(true);
                return thread;
            });
        }
        this.timer.schedule(this::listen, pauseMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        this.closed = true;
        Channel last;
        synchronized (this) {
            last = this.channel;
            if (this.timer != null) {
                this.timer.shutdownNow();
            }
        }
        if (last != null) {
            RabbitConnections.close(last);
        }
    }

}
