package io.taskqueue.test.shop;

import java.time.Duration;

import jakarta.persistence.EntityManager;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;

/** Sells things. */
@Service
public class PurchaseService {

    private final EntityManager entities;

    private final TaskTemplate tasks;

    public PurchaseService(EntityManager entities, TaskTemplate tasks) {
        this.entities = entities;
        this.tasks = tasks;
    }

    /** Saves a purchase and has its invoice sent, now and a reminder after a week. */
    @Transactional
    public AsyncResult<String> buy(String customer) {
        Purchase purchase = new Purchase(customer);
        this.entities.persist(purchase);
        this.tasks.signature(InvoiceTasks::remind, purchase.number()).countdown(Duration.ofDays(7)).apply();
        return this.tasks.delay(InvoiceTasks::sendInvoice, purchase.number());
    }

    /** Calls a task and rolls back. */
    @Transactional
    public void buyInVain() {
        this.tasks.delay(InvoiceTasks::sendInvoice, 42L);
        throw new IllegalStateException("out of stock");
    }

    /** The same in a transaction of its own, whoever calls. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void buyInVainApart() {
        buyInVain();
    }

}
