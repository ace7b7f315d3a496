package io.taskqueue.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import io.lettuce.core.SslVerifyMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.taskqueue.redis.RedisConnections;

/**
 * The connections of tasks to Redis: at an address of their own, or where the
 * application's lead. What lies in one place shares one, so that an outcome and its
 * message can be settled together.
 */
final class TaskRedis implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(TaskRedis.class);

    private final TaskQueueProperties properties;

    private final LettuceFactories factories;

    private final ApplicationsOwn<RedisConnectionFactory> applications;

    private final Map<Place, RedisConnections> open = new HashMap<>();

    TaskRedis(TaskQueueProperties properties, LettuceFactories factories,
            ApplicationsOwn<RedisConnectionFactory> applications) {
        this.properties = properties;
        this.factories = factories;
        this.applications = applications;
    }

    /** For messages, broadcast and wishes. */
    RedisConnections broker() {
        return open(brokerPlace(), "taskqueue.broker.type");
    }

    /** For results: without an address of their own, where the broker is. */
    RedisConnections results() {
        TaskQueueProperties.Result said = this.properties.result();
        Place own = place(Address.of("taskqueue.result.url", said.url()), "taskqueue.result.ssl-bundle",
                said.sslBundle());
        boolean brokers = OnRedisBroker.chosen(this.properties.broker());
        if (brokers && (own.address() == null || own.within(brokerPlace()))) {
            return broker();
        }
        return open(own, "taskqueue.result.type");
    }

    private Place brokerPlace() {
        TaskQueueProperties.Broker said = this.properties.broker();
        return place(Address.of("taskqueue.broker.url", said.url()), "taskqueue.broker.ssl-bundle", said.sslBundle());
    }

    private static Place place(@Nullable Address url, String key, @Nullable String name) {
        if (url != null && !url.redis()) {
            throw url.contradicts("redis");
        }
        RedisAddress address = (url != null) ? RedisAddress.of(url) : null;
        NamedBundle bundle = NamedBundle.of(key, name);
        if (bundle != null && (address == null || !address.tls())) {
            throw bundle.unused("rediss", "spring.data.redis.ssl.bundle");
        }
        return new Place(address, bundle);
    }

    private RedisConnections open(Place place, String typeKey) {
        return this.open.computeIfAbsent(place, (missing) -> {
            RedisConnectionFactory model = (place.address() != null)
                    ? this.factories.at(place.address(), place.bundle()) : this.applications.factory(typeKey);
            return connect(model, typeKey);
        });
    }

    private RedisConnections connect(RedisConnectionFactory model, String typeKey) {
        try {
            RedisConnections connections = RedisConnections.like(model, this.properties.broker().publishTimeout());
            warnOfTrust((LettuceConnectionFactory) model, connections);
            return connections;
        }
        catch (IllegalArgumentException notLettuce) {
            throw new TaskQueueStartException(notLettuce.getMessage() + ".", """
                    Do one of these:

                        - set spring.data.redis.client-type=lettuce, and let Lettuce be on the class path
                        - mark another RedisConnectionFactory, a LettuceConnectionFactory, with @TaskQueueRedis
                        - give tasks an address of their own: %s=redis://…"""
                .formatted(typeKey.replace(".type", ".url")), notLettuce);
        }
    }

    private static void warnOfTrust(LettuceConnectionFactory model, RedisConnections connections) {
        LettuceClientConfiguration client = model.getClientConfiguration();
        if (client.isUseSsl() && client.getVerifyMode() != SslVerifyMode.FULL) {
            logger.warn(
                    "Whoever answers in the place of {} is believed: its certificate is checked no further than"
                            + " {}, as a bean of this application asks for",
                    connections.description(), client.getVerifyMode());
        }
    }

    @Override
    public void close() {
        this.open.values().forEach(RedisConnections::close);
    }

    /**
     * Where connections lead.
     *
     * @param address the address, or {@code null} for where the application's lead
     * @param bundle the trust and keys to go there with, or {@code null} for Java's own
     */
    private record Place(@Nullable RedisAddress address, @Nullable NamedBundle bundle) {

        /** Whether the other is the same, or would be if this named a bundle too. */
        boolean within(Place other) {
            return this.address != null && this.address.equals(other.address) && (this.bundle == null
                    || (other.bundle != null && other.bundle.name().equals(this.bundle.name())));
        }

    }

}
