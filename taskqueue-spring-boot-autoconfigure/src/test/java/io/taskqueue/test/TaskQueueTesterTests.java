package io.taskqueue.test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.taskqueue.AsyncResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.TaskTemplate;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskState;
import io.taskqueue.test.shop.InvoiceTasks;
import io.taskqueue.test.shop.PurchaseService;
import io.taskqueue.test.shop.ShopApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What a test sees of the tasks of a shop. */
@SpringBootTest(classes = ShopApplication.class)
@AutoConfigureTaskQueue
class TaskQueueTesterTests {

    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @Autowired
    private TaskQueueTester tester;

    @Autowired
    private TaskTemplate tasks;

    @Autowired
    private PurchaseService purchases;

    @Test
    void tellsWhatWasEnqueuedWithWhat() {
        this.tasks.signature(InvoiceTasks::file, 42L, List.of("tax")).priority(7).header("tenant", "blue").apply();
        assertThat(this.tester.enqueued(InvoiceTasks::file)).singleElement().satisfies((call) -> {
            assertThat(call.task()).isEqualTo("shop.file");
            assertThat(call.queue()).isEqualTo("archive");
            assertThat(call.priority()).isEqualTo(7);
            assertThat(call.headers()).containsEntry("tenant", "blue");
            assertThat(call.due()).isNull();
            assertThat(call.argument(0, Long.class)).isEqualTo(42L);
            assertThat(call.argument(1, String[].class)).containsExactly("tax");
        });
    }

    @Test
    void tellsKeywordArgumentsByName() {
        this.tasks.signature("shop.file").kwarg("number", 42L).kwarg("labels", List.of()).apply();
        EnqueuedTask call = this.tester.assertEnqueued("shop.file");
        assertThat(call.argument("number", Long.class)).isEqualTo(42L);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> call.argument("color", String.class))
            .withMessageContaining("color");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> call.argument(0, Long.class))
            .withMessageContaining("no argument 0");
    }

    @Test
    void findsACallByItsArguments() {
        this.tasks.delayAll(InvoiceTasks::sendInvoice, List.of(1L, 2L));
        assertThat(this.tester.assertEnqueued(InvoiceTasks::sendInvoice, 2L).argument(0, Long.class)).isEqualTo(2L);
        assertThat(this.tester.assertEnqueued(InvoiceTasks::sendInvoice).argument(0, Long.class)).isEqualTo(1L);
    }

    @Test
    void listsWhatWasEnqueuedInsteadOfTheExpected() {
        this.tasks.delay(InvoiceTasks::sendInvoice, 1L);
        assertThatExceptionOfType(AssertionError.class)
            .isThrownBy(() -> this.tester.assertEnqueued(InvoiceTasks::sendInvoice, 2L))
            .withMessageContaining("shop.send_invoice with [2]")
            .withMessageContaining("shop.send_invoice(1)");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.tester.assertEnqueued("shop.file"))
            .withMessageContaining("Expected a call of shop.file");
    }

    @Test
    void runsWhatWaitsAndWhatThatCalls() {
        AsyncResult<String> invoice = this.purchases.buy("Ada");
        assertThat(this.tester.runWaiting()).extracting((outcome) -> outcome.task().task())
            .containsExactly("shop.send_invoice", "shop.file");
        assertThat(invoice.get(AT_ONCE)).isEqualTo("to Ada");
        assertThat(this.tester.outcome(invoice).result(String.class)).isEqualTo("to Ada");
        assertThat(this.tester.waiting()).extracting(EnqueuedTask::task).containsExactly("shop.remind");
        assertThat(this.tester.enqueued()).hasSize(3);
    }

    @Test
    void runsNothingByItself() {
        AsyncResult<String> invoice = this.tasks.delay(InvoiceTasks::thread);
        assertThat(this.tester.waiting()).hasSize(1);
        assertThat(invoice.state()).isEqualTo(TaskState.QUEUED);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.tester.outcome(invoice))
            .withMessageContaining("was not run")
            .withMessageContaining("shop.thread()");
    }

    @Test
    void runsTasksOnTheThreadOfTheTest() {
        AsyncResult<String> thread = this.tasks.delay(InvoiceTasks::thread);
        assertThat(this.tester.runNext()).isPresent();
        assertThat(this.tester.runNext()).isEmpty();
        assertThat(thread.get(AT_ONCE)).isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void runsTasksOfAllQueuesInTheOrderOfTheirCalls() {
        this.tasks.signature(InvoiceTasks::thread).queue("b").id("first").apply();
        this.tasks.signature(InvoiceTasks::thread).queue("a").id("second").apply();
        this.tasks.signature(InvoiceTasks::thread).queue("b").id("third").apply();
        assertThat(this.tester.runWaiting()).extracting(TaskOutcome::id).containsExactly("first", "second", "third");
    }

    @Test
    void holdsACountdownUntilTheClockHasMoved() {
        Instant before = this.tester.now();
        this.tasks.signature(InvoiceTasks::remind, 1L).countdown(Duration.ofDays(7)).apply();
        assertThat(this.tester.waiting()).singleElement()
            .satisfies((call) -> assertThat(call.due()).isEqualTo(before.plus(Duration.ofDays(7))));
        this.tester.advance(Duration.ofDays(7).minusMillis(1));
        assertThat(this.tester.runWaiting()).isEmpty();
        this.tester.advance(Duration.ofMillis(1));
        assertThat(this.tester.runWaiting()).singleElement().matches(TaskOutcome::succeeded);
        assertThat(this.tester.waiting()).isEmpty();
    }

    @Test
    void runsWhatBecameDueFirstFirst() {
        this.tasks.signature(InvoiceTasks::thread).id("later").countdown(Duration.ofHours(2)).apply();
        this.tasks.signature(InvoiceTasks::thread).id("sooner").queue("a").countdown(Duration.ofHours(1)).apply();
        this.tester.advance(Duration.ofDays(1));
        assertThat(this.tester.runWaiting()).extracting(TaskOutcome::id).containsExactly("sooner", "later");
    }

    @Test
    void runsWhatWasDueBeforeALaterCall() {
        this.tasks.signature(InvoiceTasks::thread).id("due").countdown(Duration.ofHours(1)).apply();
        this.tester.advance(Duration.ofHours(2));
        this.tasks.signature(InvoiceTasks::thread).id("called").apply();
        assertThat(this.tester.runWaiting()).extracting(TaskOutcome::id).containsExactly("due", "called");
    }

    @Test
    void retriesWhenTheClockHasMoved() {
        AsyncResult<Integer> charge = this.tasks.delay(InvoiceTasks::charge);
        TaskOutcome first = this.tester.runNext().orElseThrow();
        assertThat(first.state()).isEqualTo(TaskState.RETRY);
        assertThat(first.error()).isNotNull().extracting(TaskError::message).isEqualTo("terminal is offline");
        assertThat(first.nextAttempt()).isEqualTo(this.tester.now().plusSeconds(60));
        assertThat(this.tester.runWaiting()).isEmpty();
        this.tester.advance(Duration.ofMinutes(1));
        assertThat(this.tester.runWaiting()).singleElement().matches((again) -> again.task().attempt() == 2);
        this.tester.advance(Duration.ofMinutes(1));
        this.tester.runWaiting();
        assertThat(charge.get(AT_ONCE)).isEqualTo(3);
        assertThat(this.tester.enqueued(InvoiceTasks::charge)).as("retries are no calls").hasSize(1);
    }

    @Test
    void tellsWhyATaskFailed() {
        AsyncResult<String> invoice = this.tasks.delay(InvoiceTasks::sendInvoice, -1L);
        assertThat(this.tester.runWaiting()).singleElement().satisfies((outcome) -> {
            assertThat(outcome.state()).isEqualTo(TaskState.FAILURE);
            assertThat(outcome.error()).isNotNull().extracting(TaskError::message).isEqualTo("no purchase -1");
            assertThat(outcome.result(String.class)).isNull();
            assertThat(outcome).asString().contains("shop.send_invoice(-1) FAILURE").contains("no purchase -1");
        });
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> invoice.get(AT_ONCE));
    }

    @Test
    void tellsTheEndOfATaskThatStoresNone() {
        this.tasks.signature("shop.send_invoice", -1L).ignoreResult().apply();
        TaskOutcome outcome = this.tester.runNext().orElseThrow();
        assertThat(outcome.state()).isEqualTo(TaskState.FAILURE);
        assertThat(outcome.error()).isNotNull().extracting(TaskError::message).isEqualTo("no purchase -1");
    }

    @Test
    void doesNotRunWhatWasRevokedOrHasExpired() {
        this.tasks.delay(InvoiceTasks::thread).revoke();
        this.tasks.signature(InvoiceTasks::thread).expires(Duration.ofMinutes(1)).apply();
        this.tester.advance(Duration.ofMinutes(2));
        assertThat(this.tester.runWaiting()).extracting(TaskOutcome::state)
            .containsExactly(TaskState.REVOKED, TaskState.REVOKED);
    }

    @Test
    void endsATaskAtItsTimeLimit() {
        this.tasks.delay(InvoiceTasks::slow);
        assertThat(this.tester.runNext()).hasValueSatisfying((outcome) -> {
            assertThat(outcome.state()).isEqualTo(TaskState.FAILURE);
            assertThat(outcome.error()).isNotNull().extracting(TaskError::type).asString().contains("TaskTimedOut");
        });
    }

    @Test
    void rejectsATaskNobodyKnows() {
        this.tasks.delay("python.resize", "cat.jpg");
        assertThat(this.tester.runWaiting()).singleElement()
            .satisfies((outcome) -> assertThat(outcome.state()).isEqualTo(TaskState.REJECTED));
        assertThat(this.tester.waiting()).isEmpty();
    }

    @Test
    void saysSoWhenThereIsNoEndOfTasks() {
        this.tasks.delay(InvoiceTasks::again);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(this.tester::runWaiting)
            .withMessageContaining("10000")
            .withMessageContaining("shop.again()");
    }

    @Test
    void sendsNothingOfATransactionThatRolledBack() {
        assertThatIllegalStateException().isThrownBy(this.purchases::buyInVain);
        assertThat(this.tester.enqueued()).isEmpty();
    }

    @Test
    void movesTimeForwardOnly() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.tester.advance(Duration.ofSeconds(-1)));
    }

}
