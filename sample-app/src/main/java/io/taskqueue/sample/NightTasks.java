package io.taskqueue.sample;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

import org.springframework.stereotype.Component;

import io.taskqueue.PeriodicTask;
import io.taskqueue.SharedTask;
import io.taskqueue.sample.OrderRepository.Sales;

/** What nobody asks for: it comes round by itself. */
@Component
class NightTasks {

    private final OrderRepository orders;

    private final ShopFiles files;

    private final ParcelRounds rounds;

    NightTasks(OrderRepository orders, ShopFiles files, ParcelRounds rounds) {
        this.orders = orders;
        this.files = files;
        this.rounds = rounds;
    }

    /**
     * Copies what was sold in the last days to a file, each night while the shop sleeps.
     * One call for each night, however many processes there are; a night on which none
     * was up is made up when one is. The file is named after the day, so that running
     * twice writes it twice and nothing else.
     */
    @SharedTask(name = "shop.backup_report", queue = "bulk", priority = 1, timeLimit = "5m")
    @PeriodicTask(name = "nightly-backup", cron = "0 0 3 * * *", kwargs = "{\"days\": 7}")
    Backup backupReport(int days) throws IOException {
        LocalDate today = LocalDate.now();
        List<Sales> sales = this.orders.sales(today.minusDays(days), today);
        String name = "backup-" + today + ".csv";
        Path draft = Files.createTempFile(this.files.file(name).getParent(), "backup", null);
        try (Writer writer = Files.newBufferedWriter(draft)) {
            CSVPrinter csv = CSVFormat.RFC4180.print(writer);
            csv.printRecord("day", "sku", "product", "quantity", "revenue");
            for (Sales row : sales) {
                csv.printRecord(row.day(), row.sku(), row.product(), row.quantity(), row.revenue());
            }
        }
        Files.move(draft, this.files.file(name), StandardCopyOption.REPLACE_EXISTING);
        return new Backup(name, sales.size());
    }

    /**
     * Sends the courier round every minute. A round that takes longer than that is not
     * joined by a second one, and one that could not start within the minute is left to
     * the next.
     */
    @SharedTask(name = "shop.collect_parcels", timeLimit = "50s")
    @PeriodicTask(name = "collection", every = "1m", expires = "1m", overlap = PeriodicTask.Overlap.SKIP)
    int collectParcels() {
        return this.rounds.collect();
    }

    /** The file, and how many rows it has. */
    record Backup(String file, int rows) {
    }

}
