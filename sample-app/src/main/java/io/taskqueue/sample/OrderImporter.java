package io.taskqueue.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

import org.apache.commons.csv.CSVRecord;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Turns rows of the old shop's file into orders of this one. */
@Service
class OrderImporter {

    private final OrderRepository orders;

    private final Catalogue catalogue;

    OrderImporter(OrderRepository orders, Catalogue catalogue) {
        this.orders = orders;
        this.catalogue = catalogue;
    }

    /**
     * Adds those orders that are not here yet, all or none.
     * @return how many these were
     */
    @Transactional
    public int add(List<CSVRecord> rows) {
        Set<String> known = this.orders.findOldNumbers(rows.stream().map((row) -> row.get("number")).toList());
        List<Order> fresh = rows.stream().filter((row) -> !known.contains(row.get("number"))).map(this::order).toList();
        this.orders.saveAll(fresh);
        return fresh.size();
    }

    private Order order(CSVRecord row) {
        OrderLine today = this.catalogue.line(row.get("sku"), Integer.parseInt(row.get("quantity")));
        OrderLine then = new OrderLine(today.sku(), today.product(), today.quantity(),
                new BigDecimal(row.get("unit_price")));
        return new Order(row.get("email"), row.get("note"), LocalDate.parse(row.get("day")), List.of(then))
            .numbered(row.get("number"));
    }

}
