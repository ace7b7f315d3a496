package io.taskqueue.sample;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

import org.springframework.stereotype.Component;

/**
 * What the shop sold before it had this application: a CSV file of 10,000 orders, with
 * all that makes such files a nuisance: commas, quotes and line breaks inside fields. It
 * is written at the start where it is missing, and is always the same.
 */
@Component
class OldOrders {

    static final String FILE = "old-orders.csv";

    static final int COUNT = 10_000;

    static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 1);

    static final int DAYS = 90;

    private static final List<String> CUSTOMERS = List.of("Achebe, Ngozi", "Lindqvist, Åsa", "O'Brien, Maeve",
            "Dupont \"Dédé\", André", "Tanaka, Ren", "García, Inés");

    private static final List<String> NOTES = List.of("", "Ring twice, please", "Leave it with \"Anna, the baker\"",
            "Second floor,\nleft door", "A present; no invoice in the parcel");

    OldOrders(ShopFiles files, Catalogue catalogue) throws IOException {
        Path file = files.file(FILE);
        if (Files.notExists(file)) {
            Path draft = Files.createTempFile(file.getParent(), "old-orders", null);
            try (Writer writer = Files.newBufferedWriter(draft)) {
                write(writer, List.copyOf(catalogue.products()));
            }
            // Whole or not at all: a start that is cut off leaves no half of it behind.
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void write(Writer writer, List<Catalogue.Product> products) throws IOException {
        Random dice = new Random(2025);
        CSVPrinter csv = CSVFormat.RFC4180.print(writer);
        csv.printRecord("number", "day", "customer", "email", "sku", "quantity", "unit_price", "note");
        for (int i = 1; i <= COUNT; i++) {
            Catalogue.Product product = products.get(dice.nextInt(products.size()));
            // Prices of those days: up to a tenth below today's.
            BigDecimal price = product.price()
                .subtract(BigDecimal.valueOf(dice.nextInt(product.price().intValue() * 10 + 1), 2));
            csv.printRecord("OLD-" + i, FIRST_DAY.plusDays(dice.nextInt(DAYS)), pick(CUSTOMERS, dice),
                    "customer" + dice.nextInt(2000) + "@example.com", product.sku(), 1 + dice.nextInt(5), price,
                    pick(NOTES, dice));
        }
    }

    private static String pick(List<String> texts, Random dice) {
        return texts.get(dice.nextInt(texts.size()));
    }

}
