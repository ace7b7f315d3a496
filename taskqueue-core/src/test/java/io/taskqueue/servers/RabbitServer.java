package io.taskqueue.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A real RabbitMQ for tests: a virtual host of this run's own on a server that others may
 * use too, or a node of a test's own. The server is looked for in this order: the URL in
 * {@code TASKQUEUE_TEST_RABBIT_URL}, whose virtual host is used as it is; a server on
 * this machine's standard port that {@code rabbitmqctl} may administer; the programs of
 * this machine, started on free ports; Debian's package.
 */
public final class RabbitServer {

    private static final String URL_VARIABLE = "TASKQUEUE_TEST_RABBIT_URL";

    private static final String PROGRAM_RUNG = "the program rabbitmq-server of this machine";

    private static final String DEBIAN_RUNG = "Debian's package rabbitmq-server";

    private static final String CURE = "Install RabbitMQ (Debian: apt-get install rabbitmq-server)";

    private RabbitServer() {
    }

    /**
     * The URL of the virtual host that this run found or made. Other tests of this run
     * use it too: each keeps to queues and exchanges with names of its own.
     */
    public static String url() {
        return One.URL;
    }

    /**
     * Starts a node that belongs to the caller, who may stop or kill it.
     * @param configuration lines of its configuration, such as
     * {@code "ssl_options.verify = verify_none"}
     */
    public static RabbitProcess start(String... configuration) {
        try {
            return new RabbitProcess(Installed.PROGRAMS, configuration);
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String find() {
        return new Ladder<String>("RabbitMQ").rung(URL_VARIABLE, RabbitServer::configured)
            .rung("a server on port 5672 that rabbitmqctl may administer", RabbitServer::running)
            .rung(PROGRAM_RUNG, () -> new RabbitProcess(programs()).url())
            .rung(DEBIAN_RUNG, () -> new RabbitProcess(fromDebian()).url())
            .climb(CURE + ", or set " + URL_VARIABLE
                    + " to a URL such as amqp://user:password@localhost:5672/vhost, of a virtual host for tests only.");
    }

    private static String configured() throws Exception {
        String url = System.getenv(URL_VARIABLE);
        if (url == null) {
            throw new Ladder.NotHere("not set");
        }
        URI address = URI.create(url);
        requireAnswer(address.getHost(), (address.getPort() > 0) ? address.getPort() : 5672);
        return url;
    }

    private static String running() throws Exception {
        requireAnswer("127.0.0.1", 5672);
        String ctl = String.valueOf(Program.find("rabbitmqctl", List.of(Path.of("/usr/sbin"))));
        String vhost = "taskqueue-test-" + UUID.randomUUID().toString().substring(0, 8);
        Path folder = Program.folder("rabbitmqctl");
        Program.run(folder, List.of(ctl, "add_vhost", vhost));
        Program.atExit(() -> {
            try {
                Program.run(folder, List.of(ctl, "delete_vhost", vhost));
            }
            catch (IOException | InterruptedException leftover) {
                System.err.println("Could not delete the virtual host " + vhost + ": " + leftover);
            }
        });
        Program.run(folder, List.of(ctl, "set_permissions", "-p", vhost, "guest", ".*", ".*", ".*"));
        return "amqp://guest:guest@127.0.0.1:5672/" + vhost;
    }

    /** An open port alone proves nothing: it has to answer the protocol's first word. */
    static void requireAnswer(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 3000);
            socket.setSoTimeout(3000);
            socket.getOutputStream().write("AMQP\0\0\11\1".getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            if (in.read() != 1) {
                throw new IOException("What answers at " + host + ":" + port + " is no RabbitMQ");
            }
        }
    }

    private static Path findPrograms() {
        return new Ladder<Path>("rabbitmq-server").rung(PROGRAM_RUNG, RabbitServer::programs)
            .rung(DEBIAN_RUNG, RabbitServer::fromDebian)
            .climb(CURE + ": this test wants a node of its own.");
    }

    /** The folder of the scripts themselves: Debian's wrappers drop the environment. */
    private static Path programs() throws Ladder.NotHere {
        for (Path folder : List.of(Path.of("/usr/lib/rabbitmq/bin"), Path.of("/usr/local/sbin"))) {
            if (Files.isExecutable(folder.resolve("rabbitmq-server"))) {
                return folder;
            }
        }
        throw new Ladder.NotHere("not in /usr/lib/rabbitmq/bin");
    }

    private static Path fromDebian() throws Exception {
        Program.installFromDebian("rabbitmq-server");
        return programs();
    }

    private static final class One {

        private static final String URL = find();

    }

    private static final class Installed {

        private static final Path PROGRAMS = findPrograms();

    }

}
