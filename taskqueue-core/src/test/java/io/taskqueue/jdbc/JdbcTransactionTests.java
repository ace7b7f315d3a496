package io.taskqueue.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.AsyncResult;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskNotRunException;
import io.taskqueue.jpa.Database;
import io.taskqueue.result.TaskState;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Calls that are part of their transaction. */
class JdbcTransactionTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<AutoCloseable> opened = new ArrayList<>();

    private JdbcDatabase database;

    private Engine engine;

    private void open(Database kind) {
        JdbcBrokers brokers = new JdbcBrokers(kind);
        this.database = brokers.database;
        this.engine = Engine.with(new Till()).broker(brokers.open()).build();
        this.opened.add(this.engine);
        this.opened.add(brokers);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : this.opened) {
            open.close();
        }
    }

    private TransactionTemplate transaction(int propagation) {
        return transaction(this.database.pool(), propagation);
    }

    private static TransactionTemplate transaction(DataSource dataSource, int propagation) {
        TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        template.setPropagationBehavior(propagation);
        return template;
    }

    private TransactionTemplate transaction() {
        return transaction(TransactionDefinition.PROPAGATION_REQUIRED);
    }

    /** As a connection of its own sees it. */
    private List<String> committed() {
        return transaction(TransactionDefinition.PROPAGATION_NOT_SUPPORTED).execute((status) -> this.database.jdbc()
            .queryForList("select task_id from taskqueue_message order by message_id", String.class));
    }

    private List<String> inTransaction() {
        return this.database.jdbc().queryForList("select task_id from taskqueue_message", String.class);
    }

    private AsyncResult<Integer> call(String id) {
        return this.engine.tasks.signature(Till::add, 1, 2).id(id).apply();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G18")
    void messageIsARowOfTheTransaction(Database kind) {
        open(kind);
        AsyncResult<Integer> call = transaction().execute((status) -> {
            AsyncResult<Integer> inside = call("a");
            assertThat(inTransaction()).containsExactly("a");
            assertThat(committed()).isEmpty();
            return inside;
        });
        assertThat(committed()).containsExactly("a");
        this.engine.work(1);
        assertThat(call.get(SOON)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G18")
    void rollbackLeavesNothing(Database kind) {
        open(kind);
        AsyncResult<Integer> call = transaction().execute((status) -> {
            status.setRollbackOnly();
            return call("a");
        });
        assertThat(committed()).isEmpty();
        assertThat(call.state()).isEqualTo(TaskState.UNSENT);
        assertThatThrownBy(() -> call.get(SOON)).isInstanceOf(TaskNotRunException.class)
            .hasMessageContaining("did not commit");
        assertThat(this.engine.tasks.result("a", Integer.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G18")
    void innerTransactionFollowsItsOwnEnd(Database kind) {
        open(kind);
        TransactionTemplate inner = transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        transaction().executeWithoutResult((outer) -> {
            call("outer-before");
            inner.executeWithoutResult((status) -> call("inner"));
            call("outer-after");
            outer.setRollbackOnly();
        });
        assertThat(committed()).containsExactly("inner");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G18")
    void nestedTransactionFollowsItsSavepoint(Database kind) {
        open(kind);
        TransactionTemplate nested = transaction(TransactionDefinition.PROPAGATION_NESTED);
        List<AsyncResult<Integer>> undone = new ArrayList<>();
        transaction().executeWithoutResult((outer) -> {
            call("kept");
            nested.executeWithoutResult((status) -> {
                undone.add(call("undone"));
                status.setRollbackOnly();
            });
            call("kept-too");
        });
        assertThat(committed()).containsExactly("kept", "kept-too");
        assertThat(undone.get(0).state()).isEqualTo(TaskState.UNSENT);
    }

    @ParameterizedTest
    @EnumSource
    void anotherDatabasesTransactionIsFollowedAfterItsCommit(Database kind) {
        open(kind);
        JdbcDataSource other = new JdbcDataSource();
        other.setURL("jdbc:h2:mem:other");
        transaction(other, TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult((status) -> {
            assertThat(inTransaction()).isEmpty();
            call("a");
            assertThat(inTransaction()).isEmpty();
        });
        Awaitility.await().until(() -> committed().equals(List.of("a")));
    }

    @ParameterizedTest
    @EnumSource
    void readOnlyTransactionIsFollowedAfterItsCommit(Database kind) {
        open(kind);
        TransactionTemplate reading = transaction();
        reading.setReadOnly(true);
        reading.executeWithoutResult((status) -> call("a"));
        Awaitility.await().until(() -> committed().equals(List.of("a")));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G18")
    void tasksRunIfAndOnlyIfTheirOrdersCommit(Database kind) {
        open(kind);
        JdbcTemplate jdbc = this.database.jdbc();
        jdbc.execute("drop table if exists shop_order");
        jdbc.execute("create table shop_order (id varchar(100) primary key)");
        this.engine.work(4);
        int orders = Scale.current().tasks();
        List<AsyncResult<Integer>> kept = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            String id = "order-" + i;
            AsyncResult<Integer> call = transaction().execute((status) -> {
                jdbc.update("insert into shop_order (id) values (?)", id);
                if (ThreadLocalRandom.current().nextBoolean()) {
                    status.setRollbackOnly();
                }
                AsyncResult<Integer> inside = call(id);
                return status.isRollbackOnly() ? null : inside;
            });
            if (call != null) {
                kept.add(call);
            }
        }
        kept.forEach((call) -> assertThat(call.get(SOON)).isEqualTo(3));
        List<String> committed = jdbc.queryForList("select id from shop_order", String.class);
        assertThat(kept.stream().map(AsyncResult::id).toList()).containsExactlyInAnyOrderElementsOf(committed);
        Awaitility.await().until(() -> committed().isEmpty());
    }

    static class Till {

        @SharedTask
        int add(int a, int b) {
            return a + b;
        }

    }

}
