package io.taskqueue.test.shop;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.annotation.Transactional;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;
import io.taskqueue.result.TaskState;
import io.taskqueue.test.AutoConfigureTaskQueue;
import io.taskqueue.test.EnqueuedTask;
import io.taskqueue.test.TaskOutcome;
import io.taskqueue.test.TaskQueueTester;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples of {@code docs/testing.md}. */
@SpringBootTest
@AutoConfigureTaskQueue
class PurchaseTests {

    @Autowired
    private TaskQueueTester tester;

    @Autowired
    private TaskTemplate tasks;

    @Autowired
    private PurchaseService purchases;

    @Test
    void sendsTheInvoice() {
        AsyncResult<String> invoice = this.purchases.buy("Ada");
        this.tester.assertEnqueued(InvoiceTasks::sendInvoice);
        this.tester.runWaiting();
        assertThat(invoice.get(Duration.ofSeconds(1))).isEqualTo("to Ada");
    }

    @Test
    void asksWhatWasEnqueued() {
        this.tasks.delay(InvoiceTasks::sendInvoice, 42L);

        this.tester.assertEnqueued(InvoiceTasks::sendInvoice, 42L);
        assertThat(this.tester.enqueued(InvoiceTasks::remind)).isEmpty();
        assertThat(this.tester.enqueued("shop.send_invoice")).singleElement().satisfies((call) -> {
            assertThat(call.argument(0, Long.class)).isEqualTo(42L);
            assertThat(call.queue()).isEqualTo("taskqueue");
        });
    }

    @Test
    void movesTheClock() {
        AsyncResult<Integer> charge = this.tasks.delay(InvoiceTasks::charge);
        assertThat(this.tester.runWaiting()).extracting(TaskOutcome::state).containsExactly(TaskState.RETRY);
        this.tester.advance(Duration.ofMinutes(1));
        this.tester.runWaiting();
        this.tester.advance(Duration.ofMinutes(1));
        this.tester.runWaiting();
        assertThat(charge.get(Duration.ofSeconds(1))).isEqualTo(3);
    }

    @Test
    void readsOutcomes() {
        AsyncResult<String> invoice = this.tasks.delay(InvoiceTasks::sendInvoice, -1L);
        this.tester.runWaiting();
        TaskOutcome outcome = this.tester.outcome(invoice);
        assertThat(outcome.state()).isEqualTo(TaskState.FAILURE);
        assertThat(outcome.error().message()).isEqualTo("no purchase -1");
    }

    @Test
    @Transactional
    void rollsBackAtTheEnd() {
        this.purchases.buy("Grace");
        assertThat(this.tester.runWaiting()).allMatch(TaskOutcome::succeeded);
        assertThat(this.tester.waiting()).extracting(EnqueuedTask::task).containsExactly("shop.remind");
    }

}
