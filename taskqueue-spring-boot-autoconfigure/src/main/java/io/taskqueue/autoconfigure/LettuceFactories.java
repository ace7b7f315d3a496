package io.taskqueue.autoconfigure;

import java.util.function.Consumer;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Makes, for an address, the connection factory that Boot would make for it: with the
 * application's client resources, customizers and SSL bundles. None of them connects.
 */
final class LettuceFactories {

    private final @Nullable ClientResources resources;

    private final ObjectProvider<LettuceClientOptionsBuilderCustomizer> options;

    private final ObjectProvider<LettuceClientConfigurationBuilderCustomizer> clients;

    private final ObjectProvider<SslBundles> bundles;

    LettuceFactories(ObjectProvider<ClientResources> resources,
            ObjectProvider<LettuceClientOptionsBuilderCustomizer> options,
            ObjectProvider<LettuceClientConfigurationBuilderCustomizer> clients, ObjectProvider<SslBundles> bundles) {
        // made now, all of them, so that they end after the connections that run on them:
        // one whose threads have gone is waited for in vain
        this.resources = (resources.stream().count() == 1) ? resources.getObject() : null;
        this.options = options;
        this.clients = clients;
        this.bundles = bundles;
    }

    /**
     * The factory for this address.
     * @param bundle the key that names an SSL bundle, or {@code null} for Java's own
     * trust
     */
    LettuceConnectionFactory at(RedisAddress address, @Nullable NamedBundle bundle) {
        RedisStandaloneConfiguration place = new RedisStandaloneConfiguration(address.host(), address.port());
        place.setDatabase(address.database());
        place.setUsername(address.user());
        place.setPassword(address.password());
        return new LettuceConnectionFactory(place, client(address, bundle));
    }

    private LettuceClientConfiguration client(RedisAddress address, @Nullable NamedBundle bundle) {
        LettuceClientConfiguration.LettuceClientConfigurationBuilder client = LettuceClientConfiguration.builder();
        if (address.tls()) {
            client.useSsl().verifyPeer(SslVerifyMode.FULL);
        }
        ClientOptions.Builder all = ClientOptions.builder();
        if (bundle != null) {
            all.sslOptions(ssl(bundle.find(this.bundles.getIfAvailable())));
        }
        this.options.orderedStream().forEach((customizer) -> customizer.customize(all));
        client.clientOptions(all.build());
        if (this.resources != null) {
            client.clientResources(this.resources);
        }
        this.clients.orderedStream().forEach((customizer) -> customizer.customize(client));
        return client.build();
    }

    private static SslOptions ssl(SslBundle bundle) {
        SslOptions.Builder ssl = SslOptions.builder()
            .keyManager(bundle.getManagers().getKeyManagerFactory())
            .trustManager(bundle.getManagers().getTrustManagerFactory());
        ifSaid(bundle.getOptions().getCiphers(), ssl::cipherSuites);
        ifSaid(bundle.getOptions().getEnabledProtocols(), ssl::protocols);
        return ssl.build();
    }

    private static void ifSaid(String @Nullable [] words, Consumer<String[]> taker) {
        if (words != null) {
            taker.accept(words);
        }
    }

}
