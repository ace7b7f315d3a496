package io.taskqueue.redis;

import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Courier;
import io.taskqueue.broker.Listeners;
import io.taskqueue.broker.NoticeJson;

/**
 * A broadcast over one channel of Redis. Whoever listens while Redis is away hears what
 * is said from its return on.
 */
public final class RedisBroadcast implements Broadcast {

    private static final Logger logger = LoggerFactory.getLogger(RedisBroadcast.class);

    private final RedisConnections connections;

    private final String channel;

    private final NoticeJson json = new NoticeJson();

    private final Listeners listeners = new Listeners();

    private final Courier courier = new Courier("taskqueue-broadcast");

    private @Nullable AutoCloseable hearing;

    private volatile boolean closed;

    /**
     * A broadcast to all that use the same Redis and prefix.
     * @param prefix what the names of all keys and channels begin with; may be empty
     */
    public RedisBroadcast(RedisConnections connections, String prefix) {
        this.connections = connections;
        this.channel = new RedisKeys(prefix).channel("broadcast");
    }

    @Override
    public void send(Notice notice) {
        if (this.closed) {
            throw new BrokerUnavailableException("The broadcast is closed", false, null);
        }
        byte[] said = this.json.write(notice);
        this.connections.call((redis) -> redis.publish(RedisKeys.bytes(this.channel), said));
    }

    @Override
    public Subscription listen(Set<String> topics, Consumer<Notice> listener) {
        Subscription listening = this.listeners.add(topics, listener);
        hearChannel();
        return listening;
    }

    private synchronized void hearChannel() {
        if (this.hearing == null && !this.closed) {
            this.hearing = this.connections.ear().listen(this.channel, this::hear);
        }
    }

    /** Called by the client, whose thread is only borrowed. */
    private void hear(byte[] said) {
        if (!this.listeners.isEmpty() && !this.courier.post(() -> tell(said))) {
            logger.debug("A notice is lost, because listeners are too slow");
        }
    }

    private void tell(byte[] said) {
        Notice notice = this.json.read(said);
        if (notice == null) {
            logger.debug("What was said on channel {} is no notice", this.channel);
            return;
        }
        this.listeners.tell(notice);
    }

    @Override
    public void close() {
        this.closed = true;
        this.listeners.clear();
        this.courier.close();
        leaveChannel();
    }

    private synchronized void leaveChannel() {
        try {
            if (this.hearing != null) {
                this.hearing.close();
            }
        }
        catch (Exception failure) {
            logger.debug("Channel {} could not be left", this.channel, failure);
        }
    }

}
