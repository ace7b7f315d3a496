package io.taskqueue.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of a test's own, which may be killed and started again. */
public final class PostgresProcess implements AutoCloseable {

    private final Path folder;

    private final List<String> command;

    private final int port;

    private Process process;

    private PostgresProcess(Path folder, List<String> command, int port) throws IOException {
        this.folder = folder;
        this.command = command;
        this.port = port;
        this.process = launch();
    }

    /** One of this machine's programs. */
    static PostgresProcess installed(String... options) throws Exception {
        List<Path> folders = Program.children(Path.of("/usr/lib/postgresql"))
            .stream()
            .map((version) -> version.resolve("bin"))
            .toList();
        Path initdb = Program.find("initdb", folders);
        Path postgres = Program.find("postgres", folders);
        if (initdb == null || postgres == null) {
            throw new Ladder.NotHere("not on the path, nor under /usr/lib/postgresql");
        }
        Path folder = Program.folder("postgres");
        Path data = folder.resolve("data");
        int port = Program.lastingPort();
        Program.run(folder,
                command(initdb, "-D", data, "--auth=trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"));
        List<String> command = command(postgres, "-D", data, "-k", "", "-p", port, "-c", "listen_addresses=127.0.0.1");
        command.addAll(List.of(options));
        return new PostgresProcess(folder, command, port);
    }

    /**
     * PostgreSQL refuses to run as root, and in a user namespace of its own it does not
     * see that it does.
     */
    private static List<String> command(Object... words) {
        List<String> command = new ArrayList<>(Program.root() ? List.of("unshare", "-U") : List.of());
        for (Object word : words) {
            command.add(word.toString());
        }
        return command;
    }

    public int port() {
        return this.port;
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + this.port + "/postgres?user=postgres";
    }

    /** Kills it, as a crash of the machine would, as far as its files are concerned. */
    public void kill() {
        Program.kill(this.process);
    }

    /**
     * Starts it again on the same port and in the same folder, once the last process that
     * it had for a connection has noticed its end.
     */
    public void restart() {
        this.process = Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(200))
            .until(this::launchUnlessInUse, Objects::nonNull);
    }

    private @Nullable Process launchUnlessInUse() throws IOException {
        try {
            return launch();
        }
        catch (IOException failure) {
            if (String.valueOf(failure.getMessage()).contains("shared memory block")) {
                return null;
            }
            throw failure;
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
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .failFast("PostgreSQL ended", () -> !started.isAlive())
                .until(() -> {
                    DriverManager.getConnection(url()).close();
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
