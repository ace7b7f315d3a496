package io.taskqueue.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.taskqueue.servers.RabbitProcess;
import io.taskqueue.servers.RabbitServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** At an {@code amqps://} address, only the server that it names is spoken with. */
@Tag("S34")
class RabbitTlsTests {

    @TempDir
    private static Path folder;

    private static Authority authority;

    @BeforeAll
    static void createAuthority() {
        authority = Authority.in(folder);
    }

    @Test
    void speaksWithTheServerItTrustsAndNoOther() {
        try (Server server = Server.with(authority.issue("right", "ip:127.0.0.1,dns:localhost", "-0d"))) {
            at(server).withPropertyValues("taskqueue.broker.ssl-bundle=tasks")
                .run((context) -> assertThat(EmbeddedDefaultTests.add(context).get(Duration.ofSeconds(20)))
                    .isEqualTo(5));
            refuses(at(server), "PKIX path building failed");
        }
    }

    @ParameterizedTest
    @CsvSource({ "stranger, dns:other.example, -0d, No subject alternative", "late, ip:127.0.0.1, -30d, NotAfter" })
    void refusesWrongHostsAndExpiredCertificates(String name, String host, String from, String why) {
        try (Server server = Server.with(authority.issue(name, host, from))) {
            refuses(at(server).withPropertyValues("taskqueue.broker.ssl-bundle=tasks"), why);
        }
    }

    private static void refuses(ApplicationContextRunner application, String why) {
        application.withPropertyValues("taskqueue.worker.enabled=false")
            .run((context) -> assertThatException().isThrownBy(() -> EmbeddedDefaultTests.add(context))
                .satisfies((failure) -> assertThat(failure).hasStackTraceContaining(why)));
    }

    private static ApplicationContextRunner at(Server server) {
        return Contexts.plain()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
            .withUserConfiguration(Shop.class)
            .withPropertyValues("taskqueue.broker.url=amqps://guest:guest@127.0.0.1:" + server.port(),
                    "taskqueue.default-queue=q-" + UUID.randomUUID(),
                    "spring.ssl.bundle.pem.tasks.truststore.certificate=file:" + authority.certificate());
    }

    /**
     * A server that shows a certificate.
     *
     * @param process the server
     * @param port where it does so
     */
    private record Server(RabbitProcess process, int port) implements AutoCloseable {

        static Server with(Authority.Identity identity) {
            int port = freePort();
            return new Server(RabbitServer.start("listeners.ssl.1 = 127.0.0.1:" + port,
                    "ssl_options.certfile = " + identity.certificate(), "ssl_options.keyfile = " + identity.key(),
                    "ssl_options.cacertfile = " + authority.certificate(), "ssl_options.verify = verify_none"), port);
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
