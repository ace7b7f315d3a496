package io.taskqueue.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * A Redis server that belongs to one test, which may pause, kill and restart it. It keeps
 * its port and its folder over all of that, and writes to disk only what its options say.
 */
public final class RedisProcess implements AutoCloseable {

    private final List<String> command = new ArrayList<>();

    private final Path folder;

    private final int port;

    private Process process;

    RedisProcess(Path program, String... options) throws IOException {
        this.folder = Program.folder("redis");
        this.port = Program.lastingPort();
        this.command.addAll(List.of(program.toString(), "--port", String.valueOf(this.port), "--bind", "127.0.0.1",
                "--dir", this.folder.toString(), "--save", ""));
        this.command.addAll(List.of(options));
        this.process = launch();
    }

    public int port() {
        return this.port;
    }

    public String url() {
        return "redis://127.0.0.1:" + this.port + "/0";
    }

    /** Kills it, as a power failure would. */
    public void kill() {
        Program.kill(this.process);
    }

    /** Asks it to end, and waits until it has. */
    public void stop() {
        Program.stop(this.process);
    }

    /**
     * Starts it again on the same port and in the same folder; ends it first if need be.
     */
    public void restart() {
        stop();
        try {
            this.process = launch();
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Freezes it: connections stay open, and nothing is answered. */
    public void pause() {
        Program.signal(this.process, "STOP");
    }

    public void resume() {
        Program.signal(this.process, "CONT");
    }

    /**
     * Runs a command and returns its answer: the elements of an array one a line, nothing
     * for null.
     */
    public String cli(String... words) {
        try (RespSocket connection = RespSocket.open(url())) {
            return connection.ask(words);
        }
        catch (IOException failure) {
            throw new UncheckedIOException(String.join(" ", words), failure);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Process launch() throws IOException {
        Process started = Program.start(this.folder, this.command);
        try {
            Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .failFast("Redis ended", () -> !started.isAlive())
                .until(() -> cli("PING").equals("PONG"));
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
