package io.taskqueue.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.transaction.annotation.Transactional;

import io.taskqueue.result.TaskState;
import io.taskqueue.sample.CardTerminal.Payment;
import io.taskqueue.sample.OrderService.OrderView;
import io.taskqueue.test.AutoConfigureTaskQueue;
import io.taskqueue.test.EnqueuedTask;
import io.taskqueue.test.TaskOutcome;
import io.taskqueue.test.TaskQueueTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How an application tests its calls: each test is rolled back, so that nothing is ever
 * committed, and the tester tells what was called all the same, and runs it when the test
 * says so.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = { "shop.demo=false", "shop.output=target/order-service-tests" })
@AutoConfigureTaskQueue
@Transactional
class OrderServiceTests {

    @Autowired
    private OrderService service;

    @Autowired
    private OrderRepository orders;

    @Autowired
    private TaskQueueTester tester;

    @Test
    void placingAnOrderEnqueuesItsTasks() {
        long id = idOf(order("12.90", ""));
        this.tester.assertEnqueued(InvoiceTasks::sendInvoiceEmail, id);
        this.tester.assertEnqueued(WarehouseTasks::notifyWarehouse, id);
        this.tester.assertEnqueued(LabelTasks::printShippingLabel, id);
        this.tester.assertEnqueued(PictureTasks::makeThumbnails, id);
        assertThat(this.tester.enqueued()).hasSize(4);
    }

    @Test
    void orderIsConfirmedOnceAllThatComesBeforeIsDone() {
        String confirmation = order("12.90", "flaky").tasks().get("confirmation").id();
        this.tester.runWaiting();
        this.tester.advance(Duration.ofMillis(500));
        this.tester.runWaiting();
        assertThat(this.tester.enqueued("shop.confirm_order")).isEmpty();
        this.tester.advance(Duration.ofSeconds(1));
        this.tester.runWaiting();
        assertThat(run(confirmation).state()).isEqualTo(TaskState.SUCCESS);
    }

    @Test
    void labelOvertakesWhatWaitsInItsQueue() {
        order("12.90", "");
        assertThat(this.tester.runWaiting()).extracting(TaskOutcome::task)
            .filteredOn((task) -> task.queue().equals("taskqueue"))
            .extracting(EnqueuedTask::task)
            .containsExactly("shop.print_shipping_label", "shop.notify_warehouse");
    }

    @Test
    void warehouseInTroubleIsToldAgainLater() {
        String warehouse = order("12.90", "flaky").tasks().get("warehouse").id();
        assertThat(run(warehouse).state()).isEqualTo(TaskState.RETRY);
        this.tester.advance(Duration.ofMillis(500));
        assertThat(run(warehouse).state()).isEqualTo(TaskState.RETRY);
        this.tester.advance(Duration.ofSeconds(1));
        assertThat(run(warehouse).state()).isEqualTo(TaskState.SUCCESS);
    }

    @Test
    void paymentTellsWhatWasCharged() {
        TaskOutcome payment = run(pay(order("12.90", "")));
        assertThat(payment.result(Payment.class).amount()).isEqualTo("12.90");
    }

    @Test
    void declinedCardIsNotTriedAgain() {
        TaskOutcome payment = run(pay(order("1000.01", "")));
        assertThat(payment.state()).isEqualTo(TaskState.FAILURE);
        assertThat(payment.error().simpleType()).isEqualTo("CardDeclinedException");
        assertThat(payment.nextAttempt()).isNull();
    }

    @Test
    void cardIsNotChargedAfterAQuarterOfAnHour() {
        String payment = pay(order("12.90", ""));
        this.tester.advance(Duration.ofMinutes(15).plusSeconds(1));
        assertThat(run(payment).state()).isEqualTo(TaskState.REVOKED);
    }

    private OrderView order(String price, String note) {
        return this.service.place("ada@example.com", note,
                List.of(new OrderLine("MUG-BLUE", "Mug, blue", 1, new BigDecimal(price))));
    }

    private String pay(OrderView order) {
        return this.service.pay(order.token()).orElseThrow().tasks().get("payment").id();
    }

    private TaskOutcome run(String task) {
        this.tester.runWaiting();
        return this.tester.outcome(task);
    }

    private long idOf(OrderView order) {
        return this.orders.findByToken(order.token()).orElseThrow().id();
    }

}
