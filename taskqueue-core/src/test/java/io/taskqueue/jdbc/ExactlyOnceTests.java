package io.taskqueue.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.jpa.Database;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.JavaProcess;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/** Increments of a counter, by worker processes that are killed at random. */
class ExactlyOnceTests {

    private static final Duration LATEST = Duration.ofMinutes(5);

    private final boolean endurance = Scale.current().tasks() > 1_000;

    private final String url = Database.POSTGRES.newUrl();

    private final HikariDataSource pool = pool(this.url);

    private final JdbcTemplate jdbc = new JdbcTemplate(this.pool);

    private final List<JavaProcess> workers = new ArrayList<>();

    /** A worker's program. */
    public static void main(String[] arguments) {
        engine(pool(arguments[0])).work((options) -> options.concurrency(4));
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(12);
        return new HikariDataSource(config);
    }

    private static Engine engine(HikariDataSource pool) {
        JdbcBroker broker = new JdbcBroker(new JdbcConnections(pool, null, TimeSource.system()),
                new JdbcBroker.Options(Duration.ofSeconds(2), 10_000), MessageCodec.standard(), TimeSource.system());
        return Engine.with(new Counter(new JdbcTemplate(pool)))
            .broker(broker)
            .results(new JpaResultBackend(pool, JpaResultBackend.Options.defaults(), TimeSource.system()))
            .transactions(new JdbcTransactions(broker, new DataSourceTransactionManager(pool)))
            .build();
    }

    @AfterEach
    void close() {
        this.workers.forEach(JavaProcess::close);
        this.pool.close();
    }

    private int number(String sql) {
        Integer number = this.jdbc.queryForObject(sql, Integer.class);
        return (number != null) ? number : -1;
    }

    private void hire() {
        this.workers.add(JavaProcess.start(ExactlyOnceTests.class, List.of(this.url)));
    }

    @Test
    @Tag("G3")
    @Tag("W4")
    @Tag("W5")
    @Tag("W7")
    void everyIncrementCountsOnceThoughWorkersAreKilled() {
        int increments = this.endurance ? 5_000 : 600;
        int kills = this.endurance ? 20 : 4;
        JdbcDatabase.createTables(this.pool, Database.POSTGRES);
        Database.POSTGRES.createTables(this.pool);
        this.jdbc.execute("create table counter (id integer primary key, amount integer not null)");
        for (int row = 0; row < 10; row++) {
            this.jdbc.update("insert into counter (id, amount) values (?, 0)", row);
        }
        try (Engine producer = engine(this.pool)) {
            for (int i = 0; i < increments; i++) {
                producer.tasks.delay(Counter::increment, i % 10);
            }
            hire();
            hire();
            kill(increments, kills);
            Awaitility.await().atMost(LATEST).until(() -> number("select count(*) from taskqueue_message") == 0);
        }
        int again = number("select count(*) from taskqueue_result where deliveries > 1");
        System.out.println("figure: PostgreSQL: " + increments + " increments under " + kills + " kills: "
                + number("select sum(amount) from counter") + " counted, " + again + " of them handed out again");
        assertThat(number("select sum(amount) from counter")).isEqualTo(increments);
        assertThat(number("select count(*) from taskqueue_result where state = 'SUCCESS'")).isEqualTo(increments);
        assertThat(again).isPositive();
    }

    /** One worker after the other, each in the middle of its work. */
    private void kill(int increments, int kills) {
        Random random = new Random(11);
        for (int kill = 0; kill < kills; kill++) {
            int left = increments - (increments / (kills + 1)) * (kill + 1);
            Awaitility.await()
                .atMost(LATEST)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> number("select count(*) from taskqueue_message") <= left);
            List<JavaProcess> alive = this.workers.stream().filter(JavaProcess::alive).toList();
            alive.get(random.nextInt(alive.size())).kill();
            hire();
        }
    }

    static class Counter {

        private final JdbcTemplate jdbc;

        Counter(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @SharedTask(name = "proof.increment", transactional = true, retryFor = ConcurrencyFailureException.class,
                maxRetries = -1, retryDelay = "10ms")
        int increment(int row) {
            this.jdbc.update("update counter set amount = amount + 1 where id = ?", row);
            this.jdbc.queryForList("select pg_sleep(0.005)");
            return row;
        }

    }

}
