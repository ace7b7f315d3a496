package io.taskqueue.test;

import java.time.Duration;
import java.util.List;

import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.annotation.Transactional;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;
import io.taskqueue.test.shop.InvoiceTasks;
import io.taskqueue.test.shop.Purchase;
import io.taskqueue.test.shop.PurchaseService;
import io.taskqueue.test.shop.ShopApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** A test whose transaction is rolled back sees its tasks all the same. */
@SpringBootTest(classes = ShopApplication.class)
@AutoConfigureTaskQueue
@Transactional
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolledBackTests {

    @Autowired
    private TaskQueueTester tester;

    @Autowired
    private PurchaseService purchases;

    @Autowired
    private TaskTemplate tasks;

    @Autowired
    private EntityManager entities;

    @BeforeEach
    void callsInASetUpCount() {
        assertThat(this.tester.waiting()).as("left behind by another test").isEmpty();
        this.tasks.delay(InvoiceTasks::thread);
        assertThat(this.tester.runWaiting()).hasSize(1);
    }

    @Test
    @Order(1)
    void seesCallsThatWouldWaitForTheCommit() {
        this.purchases.buy("Ada");
        assertThat(this.tester.enqueued(InvoiceTasks::sendInvoice)).hasSize(1);
        assertThat(TestTransaction.isActive()).isTrue();
    }

    @Test
    @Order(2)
    void runsTasksThatSeeWhatIsNotCommitted() {
        AsyncResult<String> invoice = this.purchases.buy("Grace");
        this.tester.runWaiting();
        assertThat(invoice.get(Duration.ofSeconds(5))).isEqualTo("to Grace");
        assertThat(of("Grace")).singleElement().matches(Purchase::invoiced);
    }

    @Test
    @Order(3)
    void leavesNothingBehind() {
        assertThat(of("Grace")).isEmpty();
        assertThat(this.tester.enqueued()).extracting(EnqueuedTask::task).containsExactly("shop.thread");
    }

    @Test
    @Order(4)
    void aTransactionOfItsOwnStillDecides() {
        assertThatIllegalStateException().isThrownBy(this.purchases::buyInVainApart);
        assertThat(this.tester.enqueued(InvoiceTasks::sendInvoice)).isEmpty();
    }

    @Test
    @Order(5)
    void aFailingTaskLeavesTheTestUsable() {
        this.tasks.delay(InvoiceTasks::sendInvoice, -1L);
        assertThat(this.tester.runWaiting()).singleElement().matches((outcome) -> !outcome.succeeded());
        this.purchases.buy("Edsger");
        assertThat(of("Edsger")).hasSize(1);
    }

    private List<Purchase> of(String customer) {
        return this.entities.createQuery("select p from Purchase p where p.customer = :customer", Purchase.class)
            .setParameter("customer", customer)
            .getResultList();
    }

}
