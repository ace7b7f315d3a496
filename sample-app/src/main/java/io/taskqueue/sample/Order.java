package io.taskqueue.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import io.taskqueue.AsyncResult;

/**
 * What a customer ordered. Inside the shop an order goes by its {@link #id()}. The world
 * outside names it by its {@link #token()}, which nobody can guess: whoever knows it may
 * see the order and the tasks that belong to it.
 */
@Entity(name = "ShopOrder")
@Table(name = "shop_order")
class Order {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    private @Nullable Long id;

    @Column(nullable = false, unique = true)
    private String token = UUID.randomUUID().toString();

    @Column(unique = true)
    private @Nullable String oldNumber;

    @Column(nullable = false)
    private String email = "";

    @Column(nullable = false, length = 1000)
    private String note = "";

    @Column(nullable = false)
    private LocalDate placedOn = LocalDate.EPOCH;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "shop_order_line")
    private List<OrderLine> lines = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "shop_order_task")
    @MapKeyColumn(name = "task")
    @Column(name = "task_id")
    private Map<String, String> tasks = new HashMap<>();

    protected Order() {
    }

    Order(String email, String note, LocalDate placedOn, List<OrderLine> lines) {
        this.email = email;
        this.note = note;
        this.placedOn = placedOn;
        this.lines.addAll(lines);
    }

    /** The same, under the number it had in the old shop. */
    Order numbered(String oldNumber) {
        this.oldNumber = oldNumber;
        return this;
    }

    /**
     * Remembers a task that works on this order, so that whoever may see the order may
     * ask for it.
     */
    void remember(String task, AsyncResult<?> result) {
        this.tasks.put(task, result.id());
    }

    long id() {
        if (this.id == null) {
            throw new IllegalStateException("An order has an id once it is saved");
        }
        return this.id;
    }

    /** The number that people read on the invoice and the parcel. */
    String number() {
        return "SHOP-%07d".formatted(id());
    }

    BigDecimal total() {
        return this.lines.stream().map(OrderLine::total).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    String token() {
        return this.token;
    }

    String email() {
        return this.email;
    }

    String note() {
        return this.note;
    }

    LocalDate placedOn() {
        return this.placedOn;
    }

    List<OrderLine> lines() {
        return List.copyOf(this.lines);
    }

    Map<String, String> tasks() {
        return Map.copyOf(this.tasks);
    }

}
