package io.taskqueue.redis;

import java.time.Duration;
import java.util.Optional;

import io.lettuce.core.SetArgs;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.result.CanvasStore;
import io.taskqueue.result.ResultStoreException;

/** Canvases, each under a key of ours until it expires. */
final class RedisCanvases implements CanvasStore {

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final Duration expires;

    RedisCanvases(RedisConnections connections, RedisKeys keys, Duration expires) {
        this.connections = connections;
        this.keys = keys;
        this.expires = expires;
    }

    @Override
    public void remember(String id, String canvas) {
        try {
            this.connections.call((redis) -> redis.set(key(id), RedisKeys.bytes(canvas),
                    SetArgs.Builder.px(this.expires.toMillis())));
        }
        catch (BrokerUnavailableException failure) {
            throw new ResultStoreException("A canvas cannot be remembered: " + failure.getMessage(), failure);
        }
    }

    @Override
    public Optional<String> canvas(String id) {
        try {
            return Optional.ofNullable(this.connections.call((redis) -> redis.get(key(id)))).map(RedisKeys::text);
        }
        catch (BrokerUnavailableException failure) {
            throw new ResultStoreException("A canvas cannot be read: " + failure.getMessage(), failure);
        }
    }

    private byte[] key(String id) {
        return this.keys.own("canvas:" + id);
    }

}
