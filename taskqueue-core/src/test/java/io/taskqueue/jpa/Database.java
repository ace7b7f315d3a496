package io.taskqueue.jpa;

import java.util.UUID;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.MariaDbServer;
import io.taskqueue.servers.PostgresServer;

/**
 * The databases the store is tested on, each with our tables and a small pool, made when
 * first asked for.
 */
public enum Database {

    H2("h2", () -> "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"),
    POSTGRES("postgresql", () -> PostgresServer.database().url()),
    MARIADB("mariadb", () -> MariaDbServer.database().url());

    private final String vendor;

    private final Supplier<String> url;

    private @Nullable HikariDataSource pool;

    Database(String vendor, Supplier<String> url) {
        this.vendor = vendor;
        this.url = url;
    }

    /** A new, empty database. */
    public String newUrl() {
        return this.url.get();
    }

    /** The name of its scripts. */
    public String vendor() {
        return this.vendor;
    }

    synchronized DataSource pool() {
        if (this.pool == null) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(newUrl());
            config.setMaximumPoolSize(10);
            config.setConnectionTimeout(5_000);
            this.pool = new HikariDataSource(config);
            createTables(this.pool);
        }
        return this.pool;
    }

    public void createTables(DataSource dataSource) {
        new ResourceDatabasePopulator(new ClassPathResource("io/taskqueue/jpa/schema-" + this.vendor + ".sql"))
            .execute(dataSource);
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(pool());
    }

    /** A store on empty tables. */
    JpaResultBackend emptyStore(TimeSource time) {
        return emptyStore(time, JpaResultBackend.Options.defaults());
    }

    /** A store on empty tables. */
    JpaResultBackend emptyStore(TimeSource time, JpaResultBackend.Options options) {
        for (String table : new String[] { "result", "attempt", "home", "chord", "chord_end", "chord_body",
                "canvas" }) {
            jdbc().update("delete from taskqueue_" + table);
        }
        return new JpaResultBackend(pool(), options, time);
    }

    /** A store of schedules on empty tables. */
    JpaScheduleStore emptySchedules() {
        for (String table : new String[] { "schedule", "firing" }) {
            jdbc().update("delete from taskqueue_" + table);
        }
        return new JpaScheduleStore(pool(), null, TimeSource.system());
    }

    JpaResultBackend store(TimeSource time) {
        return new JpaResultBackend(pool(), JpaResultBackend.Options.defaults(), time);
    }

}
