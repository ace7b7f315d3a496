package io.taskqueue.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** At a {@code rediss://} address, only the server that it names is spoken with. */
@Tag("S34")
class RedisTlsTests {

    @TempDir
    private static Path folder;

    private static Authority authority;

    @BeforeAll
    static void createAuthority() {
        authority = Authority.in(folder);
    }

    @Test
    void speaksWithTheServerItTrusts() {
        try (Server server = Server.with(authority.issue("right", "ip:127.0.0.1,dns:localhost", "-0d"))) {
            trusting(server, "127.0.0.1").withPropertyValues("taskqueue.broker.ssl-bundle=tasks")
                .withUserConfiguration(Shop.class)
                .run((context) -> assertThat(EmbeddedDefaultTests.add(context).get(Duration.ofSeconds(20)))
                    .isEqualTo(5));
        }
    }

    @ParameterizedTest
    @CsvSource({ "stranger, dns:other.example, -0d, '', No subject alternative",
            "late, ip:127.0.0.1, -30d, '', NotAfter", "old, ip:127.0.0.1, -0d, TLSv1.1, protocol" })
    void refusesWrongHostsExpiredCertificatesAndOldProtocols(String name, String host, String from, String protocol,
            String why) {
        try (Server server = Server.with(authority.issue(name, host, from), protocol)) {
            refuses(trusting(server, "127.0.0.1").withPropertyValues("taskqueue.broker.ssl-bundle=tasks"), why);
        }
    }

    @Test
    void refusesAnIssuerItDoesNotKnow() {
        try (Server server = Server.with(authority.issue("unknown", "ip:127.0.0.1", "-0d"))) {
            refuses(trusting(server, "127.0.0.1"), "PKIX path building failed");
        }
    }

    private static void refuses(ApplicationContextRunner application, String why) {
        application.withPropertyValues("taskqueue.worker.enabled=false", "taskqueue.broker.publish-timeout=5s")
            .withUserConfiguration(Shop.class)
            .run((context) -> assertThatException().isThrownBy(() -> EmbeddedDefaultTests.add(context))
                .satisfies((failure) -> assertThat(failure).hasStackTraceContaining(why)));
    }

    private static ApplicationContextRunner trusting(Server server, String host) {
        return Contexts.plain()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
            .withPropertyValues("taskqueue.broker.url=rediss://" + host + ":" + server.port(),
                    "spring.ssl.bundle.pem.tasks.truststore.certificate=file:" + authority.certificate());
    }

    /**
     * A server that shows a certificate.
     *
     * @param process the server
     * @param port where it does so
     */
    private record Server(RedisProcess process, int port) implements AutoCloseable {

        static Server with(Authority.Identity identity, String... protocol) {
            int port = freePort();
            List<String> options = new ArrayList<>(List.of("--tls-port", String.valueOf(port), "--tls-cert-file",
                    identity.certificate().toString(), "--tls-key-file", identity.key().toString(),
                    "--tls-ca-cert-file", authority.certificate().toString(), "--tls-auth-clients", "no"));
            if (protocol.length > 0 && !protocol[0].isEmpty()) {
                options.addAll(List.of("--tls-protocols", protocol[0], "--tls-ciphers", "ALL:@SECLEVEL=0"));
            }
            return new Server(RedisServer.start(options.toArray(String[]::new)), port);
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
            catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public void close() {
            this.process.close();
        }

    }

}
