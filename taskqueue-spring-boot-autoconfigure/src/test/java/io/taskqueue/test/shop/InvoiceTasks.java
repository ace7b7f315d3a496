package io.taskqueue.test.shop;

import java.util.List;

import jakarta.persistence.EntityManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskTemplate;

/** What the shop does later. */
@Component
public class InvoiceTasks {

    private final EntityManager entities;

    private final TaskTemplate tasks;

    public InvoiceTasks(EntityManager entities, TaskTemplate tasks) {
        this.entities = entities;
        this.tasks = tasks;
    }

    @SharedTask("shop.send_invoice")
    @Transactional
    public String sendInvoice(long number) {
        Purchase purchase = this.entities.find(Purchase.class, number);
        if (purchase == null) {
            throw new IllegalArgumentException("no purchase " + number);
        }
        purchase.markInvoiced();
        this.tasks.delay(InvoiceTasks::file, number, List.of("invoice"));
        return "to " + purchase.customer();
    }

    @SharedTask(name = "shop.file", queue = "archive")
    public void file(long number, List<String> labels) {
    }

    @SharedTask(name = "shop.remind", ignoreResult = true)
    public void remind(long number) {
    }

    @SharedTask(name = "shop.charge", maxRetries = 2, retryDelay = "1m", retryJitter = false)
    public int charge(TaskContext task) {
        if (task.attempt() < 3) {
            throw task.retry(new IllegalStateException("terminal is offline"));
        }
        return task.attempt();
    }

    @SharedTask(name = "shop.slow", timeLimit = "100ms")
    public void slow() throws InterruptedException {
        Thread.currentThread().join(60_000);
    }

    @SharedTask("shop.thread")
    public String thread() {
        return Thread.currentThread().getName();
    }

    @SharedTask("shop.again")
    public void again() {
        this.tasks.delay(InvoiceTasks::again);
    }

}
