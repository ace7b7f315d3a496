package io.taskqueue.jdbc;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.taskqueue.jpa.Database;

/** A database with the broker's tables and a small pool, made when first asked for. */
final class JdbcDatabase {

    private static final Map<Database, JdbcDatabase> KNOWN = new EnumMap<>(Database.class);

    private final Database kind;

    private final HikariDataSource pool;

    private JdbcDatabase(Database kind) {
        this.kind = kind;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(kind.newUrl());
        config.setMaximumPoolSize(20);
        config.setConnectionTimeout(5_000);
        this.pool = new HikariDataSource(config);
        createTables(this.pool, kind);
        new ResourceDatabasePopulator(new ClassPathResource("io/taskqueue/jpa/schema-" + kind.vendor() + ".sql"))
            .execute(this.pool);
    }

    static synchronized JdbcDatabase of(Database kind) {
        return KNOWN.computeIfAbsent(kind, JdbcDatabase::new);
    }

    static void createTables(DataSource dataSource, Database kind) {
        new ResourceDatabasePopulator(new ClassPathResource("io/taskqueue/jdbc/schema-" + kind.vendor() + ".sql"))
            .execute(dataSource);
    }

    DataSource pool() {
        return this.pool;
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(this.pool);
    }

    /** Empties all tables. */
    void clear() {
        for (String table : List.of("message", "worker", "dead_letter", "revoked", "paused", "notice", "result",
                "attempt", "chord", "chord_end", "chord_body", "canvas")) {
            jdbc().update("delete from taskqueue_" + table);
        }
    }

    /** Moves every moment that matters to the broker into the past. */
    void advance(Duration time) {
        long micros = time.toNanos() / 1_000;
        shift("message", "due_at", micros);
        shift("worker", "lease_until", micros);
        shift("revoked", "ends_at", micros);
    }

    private void shift(String table, String column, long micros) {
        String earlier = switch (this.kind) {
            case H2 -> "dateadd(microsecond, -cast(? as bigint), " + column + ")";
            case POSTGRES -> column + " - ? * interval '1 microsecond'";
            case MARIADB -> column + " - interval ? microsecond";
        };
        jdbc().update("update taskqueue_" + table + " set " + column + " = " + earlier, micros);
    }

}
