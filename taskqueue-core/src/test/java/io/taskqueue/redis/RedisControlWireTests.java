package io.taskqueue.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.broker.ControlWire;
import io.taskqueue.broker.ControlWire.Message;
import io.taskqueue.broker.ControlWireContract;
import io.taskqueue.message.MessageLimits;
import io.taskqueue.message.WireMessage;

import static org.assertj.core.api.Assertions.assertThat;

class RedisControlWireTests extends ControlWireContract {

    private final RedisPlace place = place();

    private final String prefix = this.place.prefix();

    private final RedisKeys keys = new RedisKeys(this.prefix);

    private final Envelope envelope = new Envelope(MessageLimits.defaults());

    RedisPlace place() {
        return RedisPlace.ONE_SERVER;
    }

    @Override
    protected ControlWire open() {
        return new RedisControlWire(this.place.shared(), this.prefix);
    }

    @Override
    protected void ask(Message request) {
        say(this.envelope.write("celery.pidbox", "", request));
    }

    private void say(byte[] words) {
        RedisConnections connections = this.place.shared();
        byte[] channel = RedisKeys.bytes(this.keys.fanout(connections.database(), "celery.pidbox"));
        connections.call((redis) -> redis.publish(channel, words));
    }

    @Override
    protected Mailbox mailbox(String key) {
        String queue = key + ".reply.celery.pidbox";
        byte[] list = this.keys.list(queue, "0");
        this.place.admin()
            .call((redis) -> redis.sadd(this.keys.binding("reply.celery.pidbox"), RedisKeys.bound(key, queue)));
        return new Mailbox() {

            @Override
            public @Nullable Message poll() {
                byte[] found = RedisControlWireTests.this.place.admin().call((redis) -> redis.rpop(list));
                if (found == null) {
                    return null;
                }
                WireMessage message = RedisControlWireTests.this.envelope.read(found);
                return new Message(message.headers(), message.body());
            }

            @Override
            public Duration kept() {
                return Duration.ofMillis(RedisControlWireTests.this.place.admin().call((redis) -> redis.pttl(list)));
            }

        };
    }

    @AfterEach
    void clear() {
        this.place.clear(this.prefix);
    }

    @Test
    void garbageOnTheChannelIsIgnored() throws Exception {
        // said before anybody listens here too: what matters is that listening goes on
        for (String garbage : new String[] { "", "x", "null", "[]", "{}", "{\"body\": 1}",
                "{\"body\": \"!\", \"properties\": {\"body_encoding\": \"base64\"}}" }) {
            say(garbage.getBytes(StandardCharsets.UTF_8));
        }
        super.requestsAreHeard();
    }

    @Test
    void channelsAndSetsAreWhereKombuHasThem() {
        RedisKeys plain = new RedisKeys("");
        assertThat(plain.fanout(8, "celery.pidbox")).isEqualTo("/8.celery.pidbox");
        assertThat(RedisKeys.text(plain.binding("reply.celery.pidbox")))
            .isEqualTo("_kombu.binding.reply.celery.pidbox");
        assertThat(RedisKeys.text(RedisKeys.bound("k", "q"))).isEqualTo("k\u0006\u0016\u0006\u0016q");
    }

}
