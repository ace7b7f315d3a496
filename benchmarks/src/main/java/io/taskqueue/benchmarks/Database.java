package io.taskqueue.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.BackgroundJobRequest;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.taskqueue.broker.Broker;
import io.taskqueue.jdbc.JdbcBroker;
import io.taskqueue.jdbc.JdbcConnections;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.PostgresProcess;
import io.taskqueue.servers.PostgresServer;

/** A PostgreSQL of this benchmark's own, with the tables of all who take part. */
final class Database implements AutoCloseable {

    /** Ten workers, and two connections for what is to be done beside. */
    static final int POOL = 12;

    private static final int CHUNK = 10_000;

    private static final String DB_SCHEDULER = """
            create table scheduled_tasks (
                task_name text not null,
                task_instance text not null,
                task_data bytea,
                execution_time timestamp with time zone not null,
                picked boolean not null,
                picked_by text,
                last_success timestamp with time zone,
                last_failure timestamp with time zone,
                consecutive_failures int,
                last_heartbeat timestamp with time zone,
                version bigint not null,
                priority smallint,
                primary key (task_name, task_instance)
            );
            create index execution_time_idx on scheduled_tasks (execution_time);
            create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)
            """;

    private final PostgresProcess process = PostgresServer.start();

    private final HikariDataSource pool = pool(this.process.url());

    private final JdbcTemplate jdbc = new JdbcTemplate(this.pool);

    private final JdbcConnections connections = new JdbcConnections(this.pool, null, TimeSource.system());

    private final Broker broker = new JdbcBroker(this.connections, new JdbcBroker.Options(Duration.ofSeconds(30), 10),
            MessageCodec.standard(), TimeSource.system());

    Database() {
        new ResourceDatabasePopulator(new ClassPathResource("io/taskqueue/jdbc/schema-postgresql.sql"))
            .execute(this.pool);
        this.jdbc.execute(DB_SCHEDULER);
        JobRunr.configure().useStorageProvider(SqlStorageProviderFactory.using(this.pool)).initialize();
    }

    static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(POOL);
        return new HikariDataSource(config);
    }

    String url() {
        return this.process.url();
    }

    HikariDataSource pool() {
        return this.pool;
    }

    JdbcTemplate jdbc() {
        return this.jdbc;
    }

    void clear() {
        this.jdbc.execute("truncate taskqueue_message, scheduled_tasks, jobrunr_jobs");
        // as after a quiet night, for everybody
        this.jdbc.execute("vacuum analyze");
    }

    void fillOurs(int count) {
        for (int from = 0; from < count; from += CHUNK) {
            List<TaskMessage> messages = new ArrayList<>(CHUNK);
            for (int i = from; i < Math.min(count, from + CHUNK); i++) {
                messages.add(Server.message("bench.ignored", i, null));
            }
            this.broker.publish(messages);
        }
    }

    void fillDbScheduler(int count) {
        this.jdbc.update("insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                + " select 'bench', 'n' || n, now(), false, 1 from generate_series(1, ?) n", count);
    }

    void fillJobRunr(int count) {
        BackgroundJobRequest.enqueue(Stream.generate(JobRunrWorker.Nothing::new).limit(count));
    }

    long count(String rows) {
        Long count = this.jdbc.queryForObject("select count(*) from " + rows, Long.class);
        return (count != null) ? count : -1;
    }

    String version() {
        return String.valueOf(this.jdbc.queryForObject("show server_version", String.class));
    }

    @Override
    public void close() {
        this.broker.close();
        this.connections.close();
        this.pool.close();
        this.process.close();
    }

}
