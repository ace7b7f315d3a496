package io.taskqueue.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.AsyncResult;
import io.taskqueue.DuplicateTaskException;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskNotRunException;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Calls inside a transaction. */
class TransactionTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final TransactionTemplate transaction = transaction(TransactionDefinition.PROPAGATION_REQUIRED);

    @Test
    void nothingIsSentBeforeTheCommit() {
        try (Engine engine = Engine.with(new Till()).build()) {
            AsyncResult<Integer> call = this.transaction.execute((status) -> {
                AsyncResult<Integer> inside = engine.tasks.delay(Till::add, 1, 2);
                assertThat(waiting(engine)).isZero();
                assertThat(inside.state()).isEqualTo(TaskState.QUEUED);
                assertThatIllegalStateException().isThrownBy(() -> inside.get(SOON))
                    .withMessageContaining(".immediate()");
                return inside;
            });
            assertThat(waiting(engine)).isEqualTo(1);
            engine.work(1);
            assertThat(call.get(SOON)).isEqualTo(3);
        }
    }

    @Test
    void rollbackLeavesNothing() {
        try (Engine engine = Engine.with(new Till()).build()) {
            AsyncResult<Integer> call = this.transaction.execute((status) -> {
                status.setRollbackOnly();
                return engine.tasks.delay(Till::add, 1, 2);
            });
            assertThat(waiting(engine)).isZero();
            assertThat(call.state()).isEqualTo(TaskState.UNSENT);
            assertThatThrownBy(() -> call.get(SOON)).isInstanceOf(TaskNotRunException.class)
                .hasMessageContaining("did not commit");
            assertThat(engine.tasks.result(call.id(), Integer.class)).isEmpty();
        }
    }

    @Test
    void innerTransactionFollowsItsOwnEnd() {
        TransactionTemplate inner = transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        try (Engine engine = Engine.with(new Till()).build()) {
            this.transaction.executeWithoutResult((outer) -> {
                engine.tasks.signature(Till::add, 1, 1).id("outer-before").apply();
                inner.executeWithoutResult((status) -> engine.tasks.signature(Till::add, 2, 2).id("inner").apply());
                engine.tasks.signature(Till::add, 3, 3).id("outer-after").apply();
                outer.setRollbackOnly();
            });
            engine.work(1);
            assertThat(engine.tasks.delay(Till::add, 1, 2).get(SOON)).isEqualTo(3);
            assertThat(engine.tasks.result("inner", Integer.class).orElseThrow().get(SOON)).isEqualTo(4);
            assertThat(engine.tasks.result("outer-before", Integer.class)).isEmpty();
            assertThat(engine.tasks.result("outer-after", Integer.class)).isEmpty();
        }
    }

    @Test
    void immediateCallWaitsForNoCommit() {
        try (Engine engine = Engine.with(new Till()).build()) {
            engine.work(1);
            this.transaction.executeWithoutResult((status) -> {
                assertThat(engine.tasks.signature(Till::add, 1, 2).immediate().apply().get(SOON)).isEqualTo(3);
                status.setRollbackOnly();
            });
        }
    }

    @Test
    void allCallsOfATransactionAreSentTogether() {
        CountingBroker broker = new CountingBroker();
        try (Engine engine = Engine.with(new Till()).broker(broker).build()) {
            this.transaction.executeWithoutResult(
                    (status) -> IntStream.range(0, 200).forEach((i) -> engine.tasks.delay(Till::add, i, i)));
            assertThat(broker.publishes).isEqualTo(1);
            assertThat(waiting(engine)).isEqualTo(200);
        }
    }

    @Test
    @Tag("G1")
    void failureAfterTheCommitIsLoudAndDoesNotThrow() {
        SharedBroker broker = new SharedBroker(new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system()));
        try (Engine engine = Engine.with(new Till()).broker(broker).build()) {
            broker.away(true);
            AsyncResult<Integer> call = this.transaction.execute((status) -> engine.tasks.delay(Till::add, 1, 2));
            assertThat(engine.events(TaskEvent.TaskUnsent.class)).hasSize(1);
            assertThat(engine.story(call.id()).state()).isEqualTo(TaskState.UNSENT);
            assertThat(call.toCompletableFuture()).failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(BrokerUnavailableException.class);
        }
    }

    @Test
    void duplicateIdFailsTheResultAndNotTheCommit() {
        try (Engine engine = Engine.with(new Till()).build()) {
            engine.tasks.signature(Till::add, 1, 2).id("order-1").apply();
            AsyncResult<Integer> second = this.transaction
                .execute((status) -> engine.tasks.signature(Till::add, 3, 4).id("order-1").apply());
            assertThat(second.toCompletableFuture()).failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(DuplicateTaskException.class);
            assertThat(waiting(engine)).isEqualTo(1);
        }
    }

    private static long waiting(Engine engine) {
        return engine.broker.capability(QueueInspection.class)
            .orElseThrow()
            .depths(List.of("taskqueue"))
            .get(0)
            .ready();
    }

    private static TransactionTemplate transaction(int propagation) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:");
        TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(database));
        template.setPropagationBehavior(propagation);
        return template;
    }

    static final class CountingBroker extends SharedBroker {

        private int publishes;

        CountingBroker() {
            super(new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system()));
        }

        @Override
        public List<Answer> publish(Collection<TaskMessage> messages) {
            this.publishes++;
            return super.publish(messages);
        }

    }

    static class Till {

        @SharedTask
        int add(int one, int other) {
            return one + other;
        }

    }

}
