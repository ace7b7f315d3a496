package io.taskqueue.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * Clients that lead where the application's own leads, but behave as tasks need it: one
 * socket for each connection, no command sent a second time by itself, and no limit of
 * the client's own on commands that are meant to wait.
 */
final class OwnClient implements AutoCloseable {

    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final LettuceConnectionFactory factory;

    /** Threads and timers, unless they are the application's. */
    private final @Nullable ClientResources ours;

    private OwnClient(LettuceConnectionFactory factory, @Nullable ClientResources ours) {
        this.factory = factory;
        this.ours = ours;
    }

    static OwnClient like(LettuceConnectionFactory model, Duration timeout) {
        LettuceClientConfiguration given = model.getClientConfiguration();
        ClientResources ours = given.getClientResources().isPresent() ? null : ClientResources.create();
        LettuceClientConfiguration client = new Adapted(given, timeout, model.isClusterAware(),
                given.getClientResources().orElse(ours));
        LettuceConnectionFactory factory = new LettuceConnectionFactory(place(model), client);
        factory.setShareNativeConnection(false);
        factory.setValidateConnection(false);
        factory.afterPropertiesSet();
        factory.start();
        return new OwnClient(factory, ours);
    }

    LettuceConnectionFactory factory() {
        return this.factory;
    }

    /**
     * Left alone, a client waits without limit for the end of resources that it made
     * itself, and now and then in vain (redis/lettuce#2278); ours are waited for here.
     */
    @Override
    public void close() {
        this.factory.destroy();
        if (this.ours != null) {
            this.ours.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(LONGEST_END.toMillis());
        }
    }

    /** Kind and place, without user, password and options. */
    static String description(LettuceConnectionFactory factory) {
        RedisClusterConfiguration cluster = factory.getClusterConfiguration();
        if (cluster != null) {
            return "redis cluster (" + cluster.getClusterNodes().size() + " nodes given)";
        }
        if (factory.isRedisSentinelAware()) {
            return "redis (sentinel)";
        }
        return "redis (" + factory.getHostName() + ":" + factory.getPort() + "/" + factory.getDatabase() + ")";
    }

    private static RedisConfiguration place(LettuceConnectionFactory model) {
        if (model.isClusterAware() && model.getClusterConfiguration() != null) {
            return model.getClusterConfiguration();
        }
        if (model.isRedisSentinelAware() && model.getSentinelConfiguration() != null) {
            return model.getSentinelConfiguration();
        }
        RedisSocketConfiguration socket = model.getSocketConfiguration();
        return (socket != null) ? socket : standalone(model);
    }

    /**
     * A factory that was given its place as a plain {@link RedisConfiguration} shows it
     * in parts only, and not its user.
     */
    private static RedisStandaloneConfiguration standalone(LettuceConnectionFactory model) {
        RedisStandaloneConfiguration shown = model.getStandaloneConfiguration();
        RedisStandaloneConfiguration parts = new RedisStandaloneConfiguration(model.getHostName(), model.getPort());
        parts.setDatabase(model.getDatabase());
        parts.setPassword(RedisPassword.of(model.getPassword()));
        parts.setUsername(shown.getUsername());
        return parts;
    }

    /** The application's client configuration with what tasks need. */
    private record Adapted(LettuceClientConfiguration model, Duration timeout, boolean cluster,
            @Nullable ClientResources resources) implements LettuceClientConfiguration {

        @Override
        public boolean isUseSsl() {
            return this.model.isUseSsl();
        }

        @Override
        @SuppressWarnings("deprecation")
        public boolean isVerifyPeer() {
            return this.model.isVerifyPeer();
        }

        @Override
        public SslVerifyMode getVerifyMode() {
            return this.model.getVerifyMode();
        }

        @Override
        public boolean isStartTls() {
            return this.model.isStartTls();
        }

        @Override
        public Optional<ClientResources> getClientResources() {
            return Optional.ofNullable(this.resources);
        }

        @Override
        public Optional<ClientOptions> getClientOptions() {
            ClientOptions given = this.model.getClientOptions().orElseGet(ClientOptions::create);
            return Optional.of(this.cluster ? forCluster(given) : adapted(given.mutate(), given).build());
        }

        private ClientOptions forCluster(ClientOptions given) {
            ClusterClientOptions.Builder options = (given instanceof ClusterClientOptions own) ? own.mutate()
                    : ClusterClientOptions.builder(given);
            options.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder().enablePeriodicRefresh().build());
            adapted(options, given);
            return options.build();
        }

        private ClientOptions.Builder adapted(ClientOptions.Builder options, ClientOptions given) {
            SocketOptions socket = given.getSocketOptions()
                .mutate()
                .connectTimeout(this.timeout)
                .keepAlive(true)
                .build();
            return options.autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.create())
                .socketOptions(socket);
        }

        @Override
        public Optional<String> getClientName() {
            return Optional.of("taskqueue");
        }

        /** What has been written must be read where it was. */
        @Override
        public Optional<ReadFrom> getReadFrom() {
            return Optional.empty();
        }

        @Override
        public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
            return this.model.getRedisCredentialsProviderFactory();
        }

        @Override
        public Duration getCommandTimeout() {
            return this.timeout;
        }

        @Override
        public Duration getShutdownTimeout() {
            return this.model.getShutdownTimeout();
        }

        @Override
        public Duration getShutdownQuietPeriod() {
            return this.model.getShutdownQuietPeriod();
        }

    }

}
