package io.taskqueue.autoconfigure;

import java.security.NoSuchAlgorithmException;

import javax.net.ssl.SSLContext;

import com.rabbitmq.client.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.ssl.SslBundles;

import io.taskqueue.rabbit.RabbitConnections;

/**
 * The connections of tasks to RabbitMQ: at an address of their own, or where the
 * application's lead.
 */
final class TaskRabbit implements AutoCloseable {

    /** After two of these without a word, a server that has vanished is noticed. */
    private static final int HEARTBEAT_SECONDS = 10;

    private final TaskQueueProperties.Broker said;

    private final @Nullable SslBundles bundles;

    private final ApplicationsOwn<org.springframework.amqp.rabbit.connection.ConnectionFactory> applications;

    private @Nullable RabbitConnections connections;

    private @Nullable CachingConnectionFactory own;

    TaskRabbit(TaskQueueProperties.Broker said, @Nullable SslBundles bundles,
            ApplicationsOwn<org.springframework.amqp.rabbit.connection.ConnectionFactory> applications) {
        this.said = said;
        this.bundles = bundles;
        this.applications = applications;
    }

    /** The way there; nothing connects yet. */
    synchronized RabbitConnections connections() {
        if (this.connections == null) {
            this.connections = new RabbitConnections(factory(), this.said.publishTimeout());
        }
        return this.connections;
    }

    private org.springframework.amqp.rabbit.connection.ConnectionFactory factory() {
        Address url = Address.of("taskqueue.broker.url", this.said.url());
        if (url != null && !url.rabbit()) {
            throw url.contradicts("rabbit");
        }
        RabbitAddress address = (url != null) ? RabbitAddress.of(url) : null;
        NamedBundle bundle = NamedBundle.of("taskqueue.broker.ssl-bundle", this.said.sslBundle());
        if (bundle != null && (address == null || !address.tls())) {
            throw bundle.unused("amqps", "spring.rabbitmq.ssl.bundle");
        }
        if (address == null) {
            return this.applications.factory("taskqueue.broker.type");
        }
        CachingConnectionFactory factory = new CachingConnectionFactory(client(address, bundle));
        factory.setConnectionNameStrategy((any) -> "taskqueue");
        this.own = factory;
        return factory;
    }

    private ConnectionFactory client(RabbitAddress address, @Nullable NamedBundle bundle) {
        int patience = (int) Math.min(Integer.MAX_VALUE, this.said.publishTimeout().toMillis());
        ConnectionFactory client = new ConnectionFactory();
        client.setHost(address.host());
        client.setPort(address.port());
        client.setVirtualHost(address.vhost());
        if (address.user() != null) {
            client.setUsername(address.user());
            client.setPassword((address.password() != null) ? address.password() : "");
        }
        client.setAutomaticRecoveryEnabled(false);
        client.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        client.setConnectionTimeout(patience);
        client.setHandshakeTimeout(patience);
        client.setChannelRpcTimeout(Math.max(patience, 2 * HEARTBEAT_SECONDS * 1000));
        if (address.tls()) {
            client.useSslProtocol((bundle != null) ? bundle.find(this.bundles).createSslContext() : javas());
            client.enableHostnameVerification();
        }
        return client;
    }

    private static SSLContext javas() {
        try {
            return SSLContext.getDefault();
        }
        catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public synchronized void close() {
        if (this.own != null) {
            this.own.destroy();
        }
    }

}
