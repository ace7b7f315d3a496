package io.taskqueue.sample;

import org.springframework.stereotype.Component;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.sample.CardTerminal.Payment;

/** Charges cards. */
@Component
class PaymentTasks {

    private final OrderRepository orders;

    private final CardTerminal terminal;

    PaymentTasks(OrderRepository orders, CardTerminal terminal) {
        this.orders = orders;
        this.terminal = terminal;
    }

    /**
     * Whatever a payment service may suffer from is worth another try, except a clear no:
     * a declined card fails the task for good, at once. Neither argument nor result holds
     * anything of the card, since both are stored.
     */
    @SharedTask(name = "shop.charge_card", priority = 9, maxRetries = 3, retryFor = Exception.class,
            dontRetryFor = CardDeclinedException.class, retryBackoff = "1s", timeLimit = "30s")
    Payment chargeCard(long orderId, TaskContext task) {
        Order order = this.orders.findById(orderId).orElseThrow(() -> task.reject("There is no such order"));
        return this.terminal.charge(order.number(), order.total());
    }

}
