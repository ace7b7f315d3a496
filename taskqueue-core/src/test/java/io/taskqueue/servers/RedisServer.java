package io.taskqueue.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A real Redis for tests: one that all of them share, or a process of a test's own. The
 * shared one is looked for in this order: the URL in {@code TASKQUEUE_TEST_REDIS_URL}; a
 * server on this machine's standard port that asks for no password; the program of this
 * machine, started on a free port; Debian's package.
 */
public final class RedisServer {

    private static final String URL_VARIABLE = "TASKQUEUE_TEST_REDIS_URL";

    /** A database that nobody is likely to use. */
    private static final int DATABASE = 11;

    private static final String PROGRAM_RUNG = "the program redis-server of this machine";

    private static final String DEBIAN_RUNG = "Debian's package redis-server";

    private static final String CURE = "Install Redis (Debian: apt-get install redis-server)";

    private RedisServer() {
    }

    /**
     * The URL of the server that this run found. Others may use it too: a test keeps to
     * keys with a prefix of its own and never flushes.
     */
    public static String url() {
        return One.URL;
    }

    /**
     * Starts a server that belongs to the caller, who may pause or kill it.
     * @param options as on the command line, such as {@code "--appendonly", "yes"}
     */
    public static RedisProcess start(String... options) {
        try {
            return new RedisProcess(Installed.PROGRAM, options);
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Path programPath() {
        return Installed.PROGRAM;
    }

    private static String find() {
        return new Ladder<String>("Redis").rung(URL_VARIABLE, RedisServer::configured)
            .rung("a server on port 6379 without a password", () -> answering("redis://127.0.0.1:6379/" + DATABASE))
            .rung(PROGRAM_RUNG, () -> new RedisProcess(program()).url())
            .rung(DEBIAN_RUNG, () -> new RedisProcess(fromDebian()).url())
            .climb(CURE + ", or set " + URL_VARIABLE + " to a URL such as redis://user:password@localhost:6379/11.");
    }

    private static String configured() throws Exception {
        String url = System.getenv(URL_VARIABLE);
        if (url == null) {
            throw new Ladder.NotHere("not set");
        }
        return answering(url);
    }

    private static String answering(String url) throws IOException {
        try (RespSocket connection = RespSocket.open(url)) {
            connection.ask("PING");
            return url;
        }
    }

    private static Path findProgram() {
        return new Ladder<Path>("redis-server").rung(PROGRAM_RUNG, RedisServer::program)
            .rung(DEBIAN_RUNG, RedisServer::fromDebian)
            .climb(CURE + ": this test wants a server of its own.");
    }

    private static Path program() throws Ladder.NotHere {
        Path program = Program.find("redis-server", List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin")));
        if (program == null) {
            throw new Ladder.NotHere("not on the path, nor in /usr/bin");
        }
        return program;
    }

    private static Path fromDebian() throws Exception {
        Program.installFromDebian("redis-server");
        return program();
    }

    private static final class One {

        private static final String URL = find();

    }

    private static final class Installed {

        private static final Path PROGRAM = findProgram();

    }

}
