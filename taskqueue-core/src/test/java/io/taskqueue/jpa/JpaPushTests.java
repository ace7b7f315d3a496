package io.taskqueue.jpa;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultPush;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

import static io.taskqueue.jpa.Said.run;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a store does beside the caller: telling those who wait, and staying out of
 * transactions.
 */
class JpaPushTests {

    @Test
    void tellsWhoWaitsWhatWasAccepted() throws Exception {
        JpaResultBackend store = Database.H2.emptyStore(TimeSource.system());
        BlockingQueue<TaskState> heard = new LinkedBlockingQueue<>();
        ResultPush push = store.capability(ResultPush.class).orElseThrow();
        push.subscribe("a", (result) -> heard.add(result.state()));
        store.store(List.of(Said.started("a", run(1, 2)), Said.started("b", run(1, 1))));
        store.store(List.of(Said.success("a", run(1, 1))));
        store.store(List.of(Said.success("a", run(1, 2))));
        store.store(List.of(Said.failure("a", run(1, 2))));
        // the last word of all is the sign that nothing else is on its way
        store.subscribe("end", (result) -> heard.add(TaskState.LOST));
        store.store(List.of(Said.queued("end")));
        assertThat(next(heard)).isEqualTo(TaskState.STARTED);
        assertThat(next(heard)).isEqualTo(TaskState.SUCCESS);
        assertThat(next(heard)).isEqualTo(TaskState.LOST);
    }

    @Test
    void tellsOnAThreadOfItsOwn() throws Exception {
        JpaResultBackend store = Database.H2.emptyStore(TimeSource.system());
        BlockingQueue<Thread> heard = new LinkedBlockingQueue<>();
        store.subscribe("a", (result) -> heard.add(Thread.currentThread()));
        store.store(List.of(Said.queued("a")));
        Thread teller = next(heard);
        assertThat(teller).isNotEqualTo(Thread.currentThread());
        assertThat(teller.isDaemon()).isTrue();
        store.close();
        teller.join(5_000);
        assertThat(teller.isAlive()).isFalse();
    }

    @Test
    void tellsNobodyWhoHasLeft() throws Exception {
        JpaResultBackend store = Database.H2.emptyStore(TimeSource.system());
        BlockingQueue<TaskResult> heard = new LinkedBlockingQueue<>();
        BlockingQueue<TaskResult> stillHeard = new LinkedBlockingQueue<>();
        ResultPush.Subscription first = store.subscribe("a", heard::add);
        store.subscribe("a", stillHeard::add);
        first.close();
        first.close();
        store.store(List.of(Said.queued("a")));
        assertThat(next(stillHeard).state()).isEqualTo(TaskState.QUEUED);
        assertThat(heard).isEmpty();
    }

    @Test
    void aFailingListenerFailsNobodyElse() throws Exception {
        JpaResultBackend store = Database.H2.emptyStore(TimeSource.system());
        BlockingQueue<TaskResult> heard = new LinkedBlockingQueue<>();
        store.subscribe("a", (result) -> {
            throw new IllegalStateException("on purpose");
        });
        store.subscribe("a", heard::add);
        assertThat(store.store(List.of(Said.queued("a"))).get(0).isDone()).isTrue();
        assertThat(next(heard).id()).isEqualTo("a");
    }

    @Test
    void survivesARollbackOfTheCaller() {
        Database.H2.emptyStore(TimeSource.system());
        TransactionAwareDataSourceProxy proxy = new TransactionAwareDataSourceProxy(Database.H2.pool());
        JpaResultBackend store = new JpaResultBackend(proxy, JpaResultBackend.Options.defaults(), TimeSource.system());
        JdbcTemplate own = new JdbcTemplate(proxy);
        new TransactionTemplate(new DataSourceTransactionManager(Database.H2.pool())).executeWithoutResult((status) -> {
            own.queryForObject("select count(*) from taskqueue_result", Long.class);
            store.store(List.of(Said.queued("a")));
            status.setRollbackOnly();
        });
        assertThat(store.find(List.of("a"))).hasSize(1);
    }

    private static <T> T next(BlockingQueue<T> heard) throws InterruptedException {
        T next = heard.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return Objects.requireNonNull(next);
    }

}
