package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.ControlWire;
import io.taskqueue.message.MalformedMessageException;
import io.taskqueue.message.MessageLimits;
import io.taskqueue.message.WireMessage;

/**
 * Celery's remote control and events over kombu's channels on Redis: a fanout exchange is
 * a channel there, named after the exchange and the number of the database.
 */
public final class RedisControlWire implements ControlWire {

    private static final Logger logger = LoggerFactory.getLogger(RedisControlWire.class);

    private static final String REQUESTS = "celery.pidbox";

    private static final String ANSWERS = "reply.celery.pidbox";

    private static final String EVENTS = "celeryev";

    private static final Duration ANSWER_KEPT = Duration.ofMinutes(1);

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final Envelope envelope = new Envelope(MessageLimits.defaults());

    /**
     * A wire to all that use the same Redis, database and prefix.
     * @param prefix what the names of all keys and channels begin with; may be empty
     */
    public RedisControlWire(RedisConnections connections, String prefix) {
        this.connections = connections;
        this.keys = new RedisKeys(prefix);
    }

    @Override
    public Broadcast.Subscription listen(Consumer<Message> requests, Consumer<Message> events) {
        List<AutoCloseable> heard = new ArrayList<>();
        heard.add(hear(REQUESTS, requests));
        for (String about : List.of("worker.online", "worker.heartbeat", "worker.offline")) {
            heard.add(hear(EVENTS + "/" + about, events));
        }
        return () -> heard.forEach(RedisControlWire::leave);
    }

    private AutoCloseable hear(String exchange, Consumer<Message> listener) {
        return this.connections.ear().listen(channel(exchange), (said) -> {
            try {
                WireMessage message = this.envelope.read(said);
                listener.accept(new Message(message.headers(), message.body()));
            }
            catch (MalformedMessageException garbage) {
                logger.debug("What was said on {} is no message of kombu's", exchange, garbage);
            }
        });
    }

    private static void leave(AutoCloseable channel) {
        try {
            channel.close();
        }
        catch (Exception failure) {
            logger.debug("A channel could not be left", failure);
        }
    }

    private String channel(String exchange) {
        return this.keys.fanout(this.connections.database(), exchange);
    }

    @Override
    public void answer(String key, Message answer) {
        String mailbox = key + "." + ANSWERS;
        byte[] list = this.keys.list(mailbox, "0");
        byte[] envelope = this.envelope.write(ANSWERS, key, answer);
        this.connections.start((redis) -> redis.sismember(this.keys.binding(ANSWERS), RedisKeys.bound(key, mailbox)))
            .thenCompose((waiting) -> waiting ? push(list, envelope) : CompletableFuture.completedFuture(false))
            .exceptionally((failure) -> {
                logger.debug("An answer is lost", failure);
                return false;
            });
    }

    private CompletableFuture<Boolean> push(byte[] list, byte[] envelope) {
        return this.connections.start((redis) -> redis.lpush(list, envelope))
            .thenCompose((length) -> this.connections.start((redis) -> redis.expire(list, ANSWER_KEPT)));
    }

    @Override
    public void tell(String key, Message event) {
        byte[] channel = RedisKeys.bytes(channel(EVENTS + "/" + key));
        byte[] envelope = this.envelope.write(EVENTS, key, event);
        this.connections.start((redis) -> redis.publish(channel, envelope)).exceptionally((failure) -> {
            logger.debug("An event is lost", failure);
            return 0L;
        });
    }

    @Override
    public void close() {
        // the connections are others' too
    }

}
