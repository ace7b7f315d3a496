package io.taskqueue.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.awaitility.Awaitility;

/**
 * A real MariaDB for tests. Looked for in this order: the JDBC URL in
 * {@code TASKQUEUE_TEST_MARIADB_URL}; a server on this machine's standard port that lets
 * {@code root} in without a password; programs of this machine, started on a free port.
 * There is no rung for containers: whoever has a Docker daemon sets the URL.
 */
public final class MariaDbServer {

    private static final String URL_VARIABLE = "TASKQUEUE_TEST_MARIADB_URL";

    private final String url;

    /** Whether it ends with the tests, so that nothing in it needs to be dropped. */
    private final boolean ours;

    private MariaDbServer(String url, boolean ours) {
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
            Program.atExit(() -> execute("drop database if exists " + name));
        }
        return new TestDatabase(this.url.replaceFirst("^(jdbc:mariadb://[^/]*/)[^?]*", "$1" + name));
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

    private static MariaDbServer find() {
        return new Ladder<MariaDbServer>("MariaDB").rung(URL_VARIABLE, MariaDbServer::configured)
            .rung("a server on port 3306 without a password", MariaDbServer::running)
            .rung("the programs mariadb-install-db and mariadbd of this machine", MariaDbServer::installed)
            .rung("Debian's package mariadb-server", MariaDbServer::fromDebian)
            .climb("Install MariaDB (Debian: apt-get install mariadb-server), or set " + URL_VARIABLE
                    + " to a URL such as jdbc:mariadb://localhost:3306/?user=me&password=secret"
                    + " of a user who may create databases.");
    }

    private static MariaDbServer configured() throws Exception {
        String url = System.getenv(URL_VARIABLE);
        if (url == null) {
            throw new Ladder.NotHere("not set");
        }
        return answering(url);
    }

    private static MariaDbServer running() throws SQLException {
        return answering("jdbc:mariadb://127.0.0.1:3306/?connectTimeout=3000&user=root");
    }

    private static MariaDbServer installed() throws Exception {
        List<Path> folders = List.of(Path.of("/usr/sbin"), Path.of("/usr/libexec"));
        Path install = Program.find("mariadb-install-db", folders);
        Path mariadbd = Program.find("mariadbd", folders);
        if (install == null || mariadbd == null) {
            throw new Ladder.NotHere("not on the path, nor in /usr/sbin");
        }
        Path folder = Program.folder("mariadb");
        String user = "--user=" + System.getProperty("user.name");
        String data = "--datadir=" + folder.resolve("data");
        int port = Program.freePort();
        Program.run(folder, List.of(install.toString(), "--no-defaults", user, data,
                "--auth-root-authentication-method=normal", "--skip-test-db"));
        Process server = Program.start(folder,
                List.of(mariadbd.toString(), "--no-defaults", user, data, "--port=" + port, "--bind-address=127.0.0.1",
                        "--socket=" + folder.resolve("socket"), "--innodb-flush-log-at-trx-commit=0"));
        return awaited("jdbc:mariadb://127.0.0.1:" + port + "/?user=root", server);
    }

    private static MariaDbServer fromDebian() throws Exception {
        Program.installFromDebian("mariadb-server");
        return installed();
    }

    private static MariaDbServer awaited(String url, Process server) throws IOException {
        try {
            Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .failFast("MariaDB ended", () -> !server.isAlive())
                .until(() -> answering(url) != null);
            return new MariaDbServer(url, true);
        }
        catch (RuntimeException late) {
            Program.stop(server);
            throw new IOException("It was started and does not answer: " + late.getMessage(), late);
        }
    }

    private static MariaDbServer answering(String url) throws SQLException {
        DriverManager.getConnection(url).close();
        return new MariaDbServer(url, false);
    }

    private static final class One {

        private static final MariaDbServer SERVER = find();

    }

}
