package io.taskqueue.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

import io.taskqueue.AsyncResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.jpa.Database;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskState;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tasks whose own writes, outcome and acknowledgement commit together. */
class TransactionalTaskTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<AutoCloseable> opened = new ArrayList<>();

    private JdbcTemplate jdbc;

    private Till till;

    private Engine engine;

    private void open(Database kind) {
        JdbcBrokers brokers = new JdbcBrokers(kind);
        JdbcBroker broker = brokers.open();
        this.jdbc = brokers.database.jdbc();
        this.jdbc.execute("drop table if exists till");
        this.jdbc.execute("create table till (id integer primary key, amount integer not null)");
        this.jdbc.update("insert into till (id, amount) values (1, 0)");
        this.till = new Till(this.jdbc);
        this.engine = Engine.with(this.till)
            .broker(broker)
            .results(new JpaResultBackend(brokers.database.pool(), JpaResultBackend.Options.defaults(),
                    TimeSource.system()))
            .transactions(new JdbcTransactions(broker, new DataSourceTransactionManager(brokers.database.pool())))
            .build();
        this.opened.add(this.engine);
        this.opened.add(brokers);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : this.opened) {
            open.close();
        }
    }

    private int amount() {
        Integer amount = this.jdbc.queryForObject("select amount from till where id = 1", Integer.class);
        return (amount != null) ? amount : -1;
    }

    private int waiting() {
        Integer rows = this.jdbc.queryForObject("select count(*) from taskqueue_message", Integer.class);
        return (rows != null) ? rows : -1;
    }

    @ParameterizedTest
    @EnumSource
    void writesAndOutcomeAreThereTogether(Database kind) {
        open(kind);
        this.engine.work(2);
        AsyncResult<Integer> call = this.engine.tasks.delay(Till::add, 5);
        assertThat(call.get(SOON)).isEqualTo(5);
        assertThat(amount()).isEqualTo(5);
        assertThat(waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void failureRollsBackAndIsRecorded(Database kind) {
        open(kind);
        this.engine.work(2);
        AsyncResult<Integer> call = this.engine.tasks.delay(Till::addAndFail, 5);
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> call.get(SOON));
        assertThat(call.state()).isEqualTo(TaskState.FAILURE);
        assertThat(amount()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void nextLinkIsSentWithWhatTheLinkWrote(Database kind) {
        open(kind);
        this.engine.work(2);
        AsyncResult<Integer> end = this.engine.tasks.chain(this.engine.tasks.signature(Till::add, 5))
            .then(Till::add)
            .then(Till::add)
            .apply();
        assertThat(end.get(SOON)).isEqualTo(5);
        assertThat(amount()).isEqualTo(15);
        assertThat(waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void linksAfterAFailedOneEndAsItDid(Database kind) {
        open(kind);
        this.engine.work(2);
        AsyncResult<Integer> end = this.engine.tasks.chain(this.engine.tasks.signature(Till::addAndFail, 5))
            .then(Till::add)
            .apply();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> end.get(SOON));
        assertThat(end.state()).isEqualTo(TaskState.FAILURE);
        assertThat(amount()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void retryRollsBackWhatTheAttemptWrote(Database kind) {
        open(kind);
        this.engine.work(2);
        assertThat(this.engine.tasks.delay(Till::addAtTheSecondTry, 5).get(SOON)).isEqualTo(5);
        assertThat(amount()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G3")
    void whatALateOwnerWroteIsRolledBack(Database kind) {
        open(kind);
        this.engine.work(1);
        AsyncResult<Integer> call = this.engine.tasks.delay(Till::addSlowly, 5);
        Engine.await(this.till.began);
        this.jdbc.update("update taskqueue_message set owner = null");
        this.till.mayEnd.countDown();
        assertThat(call.get(SOON)).isEqualTo(5);
        Awaitility.await().atMost(SOON).until(() -> waiting() == 0);
        assertThat(amount()).isEqualTo(5);
        assertThat(this.till.runs).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G3")
    void everyCallCountsExactlyOnceThoughLoansAreTakenAway(Database kind) throws Exception {
        open(kind);
        int calls = Scale.current().tasks();
        IntStream.range(0, calls).forEach((i) -> this.engine.tasks.delay(Till::add, 1));
        Thread thief = new Thread(() -> {
            while (waiting() > 0) {
                steal();
            }
        });
        thief.start();
        this.engine.work(6);
        Awaitility.await().atMost(SOON).until(() -> waiting() == 0);
        thief.join();
        assertThat(amount()).isEqualTo(calls);
    }

    private void steal() {
        try {
            this.jdbc.update("update taskqueue_message set owner = null where owner is not null"
                    + " and mod(message_id, 3) = 0 and loan < 4");
        }
        catch (ConcurrencyFailureException deadlock) {
            // another loan then
        }
    }

    static class Till {

        private final JdbcTemplate jdbc;

        private final CountDownLatch began = new CountDownLatch(1);

        private final CountDownLatch mayEnd = new CountDownLatch(1);

        private volatile int runs;

        Till(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @SharedTask(transactional = true, retryFor = ConcurrencyFailureException.class, maxRetries = -1,
                retryDelay = "5ms")
        int add(int amount) {
            this.jdbc.update("update till set amount = amount + ? where id = 1", amount);
            return amount;
        }

        @SharedTask(transactional = true)
        int addAndFail(int amount) {
            add(amount);
            throw new IllegalStateException("on purpose");
        }

        @SharedTask(transactional = true, retryFor = IllegalStateException.class, retryDelay = "1ms")
        int addAtTheSecondTry(int amount, TaskContext task) {
            add(amount);
            if (task.attempt() == 1) {
                throw new IllegalStateException("on purpose");
            }
            return amount;
        }

        @SharedTask(transactional = true)
        synchronized int addSlowly(int amount) throws InterruptedException {
            this.runs++;
            this.began.countDown();
            this.mayEnd.await();
            return add(amount);
        }

    }

}
