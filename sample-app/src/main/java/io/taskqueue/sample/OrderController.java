package io.taskqueue.sample;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.taskqueue.sample.OrderService.OrderView;

/**
 * The counter. It tells the ids of an order's tasks but never takes one: a task is asked
 * for through the order it belongs to, so that nobody can look at the tasks of others. An
 * order that is not there and one that is not yours look alike.
 */
@RestController
class OrderController {

    private final OrderService orders;

    private final Catalogue catalogue;

    OrderController(OrderService orders, Catalogue catalogue) {
        this.orders = orders;
        this.catalogue = catalogue;
    }

    @GetMapping("/products")
    Collection<Catalogue.Product> products() {
        return this.catalogue.products();
    }

    /** Answers 202, accepted: the order is safe, its tasks have yet to run. */
    @PostMapping("/orders")
    @ResponseStatus(HttpStatus.ACCEPTED)
    OrderView place(@RequestBody NewOrder order) {
        List<OrderLine> lines = order.lines()
            .stream()
            .map((item) -> this.catalogue.line(item.sku(), item.quantity()))
            .toList();
        return this.orders.place(order.email(), order.note(), lines);
    }

    @GetMapping("/orders/{token}")
    ResponseEntity<OrderView> find(@PathVariable String token) {
        return ResponseEntity.of(this.orders.find(token));
    }

    @PostMapping("/orders/{token}/payment")
    ResponseEntity<OrderView> pay(@PathVariable String token) {
        Optional<OrderView> order = this.orders.pay(token);
        return order.isPresent() ? ResponseEntity.accepted().body(order.get()) : ResponseEntity.notFound().build();
    }

    /** What a customer asks for. */
    record NewOrder(String email, String note, List<Item> lines) {

        NewOrder {
            require(email != null && email.matches("[^@\\s]{1,64}@[^@\\s]{1,190}"), "Please give your email address");
            require(lines != null && !lines.isEmpty() && lines.size() <= 20, "An order has 1 to 20 lines");
            note = Objects.requireNonNullElse(note, "");
            require(note.length() <= 500, "A note has at most 500 characters");
        }

        private static void require(boolean fine, String otherwise) {
            if (!fine) {
                throw new InvalidOrderException(otherwise);
            }
        }

    }

    /** So many of one product. */
    record Item(String sku, int quantity) {

        Item {
            NewOrder.require(quantity >= 1 && quantity <= 1000, "One can order 1 to 1000 of a product");
        }

    }

}
