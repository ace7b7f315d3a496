package io.taskqueue.sample;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;
import io.taskqueue.result.TaskError;

import static java.time.Duration.ofMinutes;

/**
 * Takes orders. The customer waits for one row to be saved; all that is slow is left to
 * tasks.
 */
@Service
class OrderService {

    private final OrderRepository orders;

    private final TaskTemplate tasks;

    OrderService(OrderRepository orders, TaskTemplate tasks) {
        this.orders = orders;
        this.tasks = tasks;
    }

    /**
     * Saves an order and calls its tasks: invoice, thumbnails and warehouse side by side,
     * and once all three are done the confirmation. They are sent when the transaction
     * commits: none can look for an order that is not there yet, and if saving fails
     * there is nothing to take back. If they cannot be sent then, the order is safe all
     * the same, and its tasks read {@code UNSENT} until somebody sends them again.
     */
    @Transactional
    public OrderView place(String email, String note, List<OrderLine> lines) {
        Order order = this.orders.save(new Order(email, note, LocalDate.now(), lines));
        long id = order.id();
        AsyncResult<Void> confirmation = this.tasks
            .group(this.tasks.signature(InvoiceTasks::sendInvoiceEmail, id),
                    this.tasks.signature(PictureTasks::makeThumbnails, id),
                    this.tasks.signature(WarehouseTasks::notifyWarehouse, id))
            .then(this.tasks.signature(ConfirmationTasks::confirmOrder, id).immutable())
            .apply();
        List<AsyncResult<?>> before = confirmation.parent().orElseThrow().children();
        order.remember("invoice", before.get(0));
        order.remember("thumbnails", before.get(1));
        order.remember("warehouse", before.get(2));
        order.remember("confirmation", confirmation);
        order.remember("label", this.tasks.delay(LabelTasks::printShippingLabel, id));
        return view(order);
    }

    /** Charges the customer's card, within a quarter of an hour or not at all. */
    @Transactional
    public Optional<OrderView> pay(String token) {
        return this.orders.findByToken(token).map((order) -> {
            order.remember("payment",
                    this.tasks.signature(PaymentTasks::chargeCard, order.id()).expires(ofMinutes(15)).apply());
            return view(order);
        });
    }

    /** An order and how its tasks stand. */
    @Transactional(readOnly = true)
    public Optional<OrderView> find(String token) {
        return this.orders.findByToken(token).map(this::view);
    }

    private OrderView view(Order order) {
        Map<String, TaskStatus> status = new TreeMap<>();
        order.tasks().forEach((name, id) -> status.put(name, status(id)));
        return new OrderView(order.token(), order.number(), order.total().toPlainString(), status);
    }

    /**
     * What a customer may know of a task: neither its arguments nor the words of its
     * error.
     */
    private TaskStatus status(String id) {
        Optional<AsyncResult<Object>> result = this.tasks.result(id, Object.class);
        return new TaskStatus(id, result.map((found) -> found.state().name()).orElse("QUEUED"),
                result.flatMap(AsyncResult::error).map(TaskError::simpleType).orElse(null));
    }

    /** An order as the customer sees it. */
    record OrderView(String token, String number, String total, Map<String, TaskStatus> tasks) {
    }

    /** How one of its tasks stands. */
    record TaskStatus(String id, String state, @Nullable String error) {
    }

}
