package io.taskqueue.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskRejectException;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.jpa.Database;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.PostgresServer;
import io.taskqueue.servers.TestDatabase;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a role of PostgreSQL must be allowed, and what it cannot reach with that. */
class JdbcPrivilegeTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestDatabase owner = PostgresServer.database();

    private final String shop = "shop_" + UUID.randomUUID().toString().substring(0, 8);

    private final String bank = "bank_" + UUID.randomUUID().toString().substring(0, 8);

    private final List<JdbcConnections> opened = new ArrayList<>();

    @BeforeEach
    void createRoles() {
        for (String name : List.of(this.shop, this.bank)) {
            this.owner.execute("create schema " + name);
            JdbcDatabase.createTables(in(this.owner, name), Database.POSTGRES);
            new ResourceDatabasePopulator(new ClassPathResource("io/taskqueue/jpa/schema-postgresql.sql"))
                .execute(in(this.owner, name));
            this.owner.execute("create role " + name + " login");
            this.owner.execute("grant usage on schema " + name + " to " + name);
            this.owner.execute("grant select, insert, update, delete on all tables in schema " + name + " to " + name);
        }
        this.owner.execute("revoke all on schema public from public");
    }

    @AfterEach
    void dropRoles() {
        this.opened.forEach(JdbcConnections::close);
        for (String name : List.of(this.shop, this.bank)) {
            this.owner.execute("drop owned by " + name);
            this.owner.execute("drop role " + name);
        }
    }

    private static TestDatabase in(TestDatabase database, String schema) {
        return new TestDatabase(database.url() + "&currentSchema=" + schema);
    }

    private TestDatabase as(String role) {
        return in(new TestDatabase(this.owner.url().replaceFirst("user=[^&]*", "user=" + role)), role);
    }

    private JdbcBroker broker(TestDatabase database) {
        return new JdbcBroker(connections(database), JdbcBroker.Options.DEFAULT, MessageCodec.standard(),
                TimeSource.system());
    }

    private JdbcConnections connections(TestDatabase database) {
        JdbcConnections connections = new JdbcConnections(database, null, TimeSource.system());
        this.opened.add(connections);
        return connections;
    }

    @Test
    @Tag("S35")
    void roleThatMayOnlyChangeRowsDoesEverything() {
        TestDatabase database = as(this.shop);
        assertThatThrownBy(() -> database.execute("create table mine (id integer)")).isInstanceOf(Exception.class);
        assertThat(JdbcSchema.missing(database, null)).isEmpty();
        JdbcBroker broker = broker(database);
        try (Engine engine = Engine.with(new Till())
            .broker(broker)
            .results(new JpaResultBackend(database, JpaResultBackend.Options.defaults(), TimeSource.system()))
            .build()) {
            engine.work(2);
            assertThat(engine.tasks.delay(Till::add, 1, 2).get(SOON)).isEqualTo(3);
            assertThatThrownBy(() -> engine.tasks.delay(Till::refuse).get(SOON)).isInstanceOf(RuntimeException.class);
            DeadLetters letters = broker.capability(DeadLetters.class).orElseThrow();
            assertThat(letters.remove(letters.list(null, 0, 10).stream().map((letter) -> letter.id()).toList()))
                .isOne();
            assertThat(broker.reclaim(10)).isZero();
            assertThat(broker.capability(QueueInspection.class).orElseThrow().queues()).isEmpty();
            assertThat(broker.capability(QueueAdministration.class).orElseThrow().purge("taskqueue")).isZero();
        }
        JdbcConnections connections = connections(database);
        JdbcWishes wishes = new JdbcWishes(connections);
        wishes.revoke(List.of("a"), Duration.ofHours(1));
        wishes.pause("q");
        assertThat(wishes.revoked(List.of("a"))).containsExactly("a");
        wishes.resume("q");
        try (JdbcBroadcast broadcast = new JdbcBroadcast(connections)) {
            broadcast.send(new Broadcast.Notice("ping", Map.of()));
        }
    }

    @Test
    @Tag("S38")
    void applicationsInSchemasOfTheirOwnCannotReachEachOther() {
        assertThatThrownBy(() -> as(this.shop).execute("select * from " + this.bank + ".taskqueue_message"))
            .hasStackTraceContaining("permission denied");
        try (Engine shops = Engine.with(new Till()).broker(broker(as(this.shop))).build();
                Engine banks = Engine.with(new Till()).broker(broker(as(this.bank))).build()) {
            shops.tasks.delay(Till::add, 1, 2);
            banks.work(1);
            assertThat(banks.tasks.delay(Till::add, 2, 2).get(SOON)).isEqualTo(4);
            assertThat(shops.broker.capability(QueueInspection.class).orElseThrow().depths(List.of("taskqueue")))
                .allMatch((depth) -> depth.ready() == 1);
        }
    }

    @Test
    @Tag("S36")
    void descriptionAndTroubleKeepTheSecret() {
        TestDatabase away = new TestDatabase("jdbc:postgresql://127.0.0.1:1/shop?user=shop&password=canary");
        JdbcBroker broker = broker(away);
        assertThat(broker.description()).doesNotContain("canary");
        assertThatThrownBy(() -> broker.reclaim(1)).satisfies((failure) -> {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause)).doesNotContain("canary");
            }
        });
    }

    static class Till {

        @SharedTask
        int add(int a, int b) {
            return a + b;
        }

        @SharedTask
        void refuse(TaskContext task) {
            throw new TaskRejectException("on purpose");
        }

    }

}
