package io.taskqueue.redis;

import java.time.Duration;
import java.util.Set;

import io.taskqueue.broker.Broker;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;

class CeleryCanvasTests extends CeleryCanvasContract {

    @Override
    protected String brokerUrl(String redisUrl) {
        return redisUrl;
    }

    @Override
    protected Broker broker(RedisConnections redis) {
        RedisBroker.Options options = new RedisBroker.Options("", Duration.ofSeconds(5), Set.of("celery"), 100);
        return new RedisBroker(redis, options, MessageCodec.standard(), TimeSource.system());
    }

}
