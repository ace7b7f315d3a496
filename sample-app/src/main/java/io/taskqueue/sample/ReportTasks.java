package io.taskqueue.sample;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

import org.springframework.stereotype.Component;

import io.taskqueue.SharedTask;
import io.taskqueue.sample.OrderRepository.Sales;

/** Adds up what was sold. */
@Component
class ReportTasks {

    private final OrderRepository orders;

    private final ShopFiles files;

    ReportTasks(OrderRepository orders, ShopFiles files) {
        this.orders = orders;
        this.files = files;
    }

    /**
     * Writes what was sold of each product on each day to a file, and returns the totals.
     * The result is small and the file is large on purpose: a result is stored and sent
     * around, so it says where the bulk is. A report that could not start within the hour
     * is no longer wanted.
     */
    @SharedTask(name = "shop.sales_report", queue = "bulk", priority = 1, expires = "1h", timeLimit = "2m")
    SalesReport salesReport(LocalDate from, LocalDate to, String file) throws IOException {
        List<Sales> sales = this.orders.sales(from, to);
        Map<String, BigDecimal> products = new TreeMap<>();
        try (Writer writer = Files.newBufferedWriter(this.files.file(file))) {
            CSVPrinter csv = CSVFormat.RFC4180.print(writer);
            csv.printRecord("day", "sku", "product", "quantity", "revenue");
            for (Sales row : sales) {
                csv.printRecord(row.day(), row.sku(), row.product(), row.quantity(), row.revenue());
                products.merge(row.sku(), row.revenue(), BigDecimal::add);
            }
        }
        long days = sales.stream().map(Sales::day).distinct().count();
        BigDecimal revenue = products.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return new SalesReport(from, to, days, revenue, products, file);
    }

    /** The totals, and the file with the rest. */
    record SalesReport(LocalDate from, LocalDate to, long days, BigDecimal revenue, Map<String, BigDecimal> products,
            String file) {
    }

}
