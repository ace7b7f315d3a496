package io.taskqueue.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * A RabbitMQ node that belongs to one test, which may kill and restart it. It keeps its
 * name, its ports and its folder over all of that.
 */
public final class RabbitProcess implements AutoCloseable {

    private final Path programs;

    private final Path folder;

    private final int port;

    private final List<String> environment;

    private Process process;

    private boolean whole;

    RabbitProcess(Path programs, String... configuration) throws IOException {
        this.programs = programs;
        this.folder = Program.folder("rabbit");
        this.port = Program.lastingPort();
        Files.writeString(this.folder.resolve("plugins"), "[].");
        Files.writeString(this.folder.resolve("rabbit.conf"), """
                listeners.tcp.1 = 127.0.0.1:%d
                loopback_users.guest = true
                disk_free_limit.absolute = 10MB
                """.formatted(this.port) + String.join("\n", configuration) + "\n");
        // how often it looks whether a worker is late, for which there is no plain
        // setting
        Files.writeString(this.folder.resolve("advanced.config"), "[{rabbit, [{channel_tick_interval, 1000}]}].");
        this.environment = List.of("env", "HOME=" + this.folder,
                "RABBITMQ_NODENAME=taskqueue-" + UUID.randomUUID().toString().substring(0, 8) + "@localhost",
                "RABBITMQ_NODE_PORT=" + this.port, "RABBITMQ_DIST_PORT=" + (this.port + 10_000),
                "RABBITMQ_MNESIA_BASE=" + this.folder.resolve("data"),
                "RABBITMQ_LOG_BASE=" + this.folder.resolve("log"),
                "RABBITMQ_ENABLED_PLUGINS_FILE=" + this.folder.resolve("plugins"),
                "RABBITMQ_CONFIG_FILE=" + this.folder.resolve("rabbit.conf"),
                "RABBITMQ_ADVANCED_CONFIG_FILE=" + this.folder.resolve("advanced.config"),
                "RABBITMQ_PID_FILE=" + this.folder.resolve("pid"));
        this.process = launch();
    }

    public int port() {
        return this.port;
    }

    public String url() {
        return "amqp://guest:guest@127.0.0.1:" + this.port + "/%2F";
    }

    /** Kills it, as a power failure would. */
    public void kill() {
        Program.kill(this.process);
    }

    /** Asks it to end, and waits until it has. */
    public void stop() {
        Program.stop(this.process);
    }

    /** Starts it again in the same place; ends it first if need be. */
    public void restart() {
        stop();
        try {
            this.process = launch();
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All that it said, over all its lives. */
    public String log() {
        StringBuilder said = new StringBuilder();
        try (Stream<Path> files = Files.list(this.folder.resolve("log"))) {
            for (Path file : files.toList()) {
                said.append(Files.readString(file));
            }
            return said.toString();
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs {@code rabbitmqctl} with these words, and returns what it said. */
    public String ctl(String... words) {
        if (!this.whole) {
            // it takes connections a little before it can be administered
            this.whole = true;
            ctl("await_startup", "--timeout", "60");
        }
        List<String> command = new ArrayList<>(this.environment);
        command.add(this.programs.resolve("rabbitmqctl").toString());
        command.add("-q");
        command.addAll(List.of(words));
        try {
            Path folder = Program.folder("rabbitmqctl");
            return Program.run(folder, command);
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Process launch() throws IOException {
        this.whole = false;
        List<String> command = new ArrayList<>(this.environment);
        command.add(this.programs.resolve("rabbitmq-server").toString());
        Process started = Program.start(this.folder, command);
        try {
            Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .failFast("RabbitMQ ended", () -> !started.isAlive())
                .until(() -> {
                    RabbitServer.requireAnswer("127.0.0.1", this.port);
                    return true;
                });
            return started;
        }
        catch (ConditionTimeoutException | TerminalFailureException failure) {
            Program.kill(started);
            throw new IOException(
                    "It was started and does not answer: " + Files.readString(this.folder.resolve("server.log")),
                    failure);
        }
    }

}
