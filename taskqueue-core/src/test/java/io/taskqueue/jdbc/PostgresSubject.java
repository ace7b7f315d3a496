package io.taskqueue.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.taskqueue.broker.Broker;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.proof.ProofWorker;
import io.taskqueue.proof.Subject;
import io.taskqueue.proof.WorkerSettings;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.servers.PostgresProcess;
import io.taskqueue.servers.PostgresServer;
import io.taskqueue.servers.TcpProxy;

/** A PostgreSQL with the messages and the results of its tasks. */
final class PostgresSubject implements Subject {

    private final PostgresProcess server = PostgresServer.start();

    private final TcpProxy network = new TcpProxy("127.0.0.1", this.server.port());

    private final List<AutoCloseable> opened = new ArrayList<>();

    PostgresSubject() {
        HikariDataSource pool = pool(this.server.url());
        this.opened.add(pool);
        for (String room : List.of("jdbc", "jpa")) {
            new ResourceDatabasePopulator(new ClassPathResource("io/taskqueue/" + room + "/schema-postgresql.sql"))
                .execute(pool);
        }
    }

    /** A worker's program. */
    public static void main(String[] arguments) {
        WorkerSettings settings = WorkerSettings.parse(arguments);
        HikariDataSource pool = pool(WorkerSettings.address(arguments).get(0));
        ProofWorker.run(settings, broker(pool, settings.lease()), results(pool));
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(2_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static JdbcBroker broker(HikariDataSource pool, Duration lease) {
        return new JdbcBroker(new JdbcConnections(pool, null, TimeSource.system()),
                new JdbcBroker.Options(lease, 10_000), MessageCodec.standard(), TimeSource.system());
    }

    private static ResultBackend results(HikariDataSource pool) {
        return new JpaResultBackend(pool, JpaResultBackend.Options.defaults(), TimeSource.system());
    }

    private String url() {
        return this.server.url().replace(":" + this.server.port() + "/", ":" + this.network.port() + "/")
                + "&connectTimeout=2&socketTimeout=10";
    }

    @Override
    public Class<?> program() {
        return PostgresSubject.class;
    }

    @Override
    public List<String> address() {
        return List.of(url());
    }

    @Override
    public Broker broker(Duration lease) {
        HikariDataSource pool = pool(url());
        this.opened.add(pool);
        return broker(pool, lease);
    }

    @Override
    public ResultBackend results() {
        HikariDataSource pool = pool(this.server.url());
        this.opened.add(pool);
        return results(pool);
    }

    @Override
    public TcpProxy network() {
        return this.network;
    }

    @Override
    public void crash() {
        this.server.kill();
        this.server.restart();
    }

    @Override
    public void close() {
        for (AutoCloseable open : this.opened) {
            close(open);
        }
        this.network.close();
        this.server.close();
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        }
        catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

}
