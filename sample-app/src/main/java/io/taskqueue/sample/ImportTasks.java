package io.taskqueue.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;

/** Takes over orders from a CSV file. */
@Component
class ImportTasks {

    private static final int BATCH = 500;

    private final ShopFiles files;

    private final OrderImporter importer;

    ImportTasks(ShopFiles files, OrderImporter importer) {
        this.files = files;
        this.importer = importer;
    }

    /**
     * Imports a file in batches, each a transaction of its own, and tells after each how
     * far it is. Cut off halfway it may simply run again: what is there already is passed
     * over.
     */
    @SharedTask(name = "shop.import_orders", queue = "bulk", maxRetries = 2, retryFor = DataAccessException.class,
            retryDelay = "5s", softTimeLimit = "5m", timeLimit = "6m")
    Imported importOrders(String file, TaskContext task) throws IOException {
        int rows = count(this.files.file(file));
        int done = 0;
        int added = 0;
        try (CSVParser csv = open(this.files.file(file))) {
            List<CSVRecord> batch = new ArrayList<>();
            for (CSVRecord row : csv) {
                if (task.cancelled()) {
                    throw new CancellationException("Asked to stop after " + done + " orders");
                }
                batch.add(row);
                if (batch.size() == BATCH || done + batch.size() == rows) {
                    added += this.importer.add(batch);
                    done += batch.size();
                    batch.clear();
                    task.progress(done, rows, done + " of " + rows + " orders");
                }
            }
        }
        return new Imported(done, added);
    }

    /** Rows, not lines of text: a quoted field may run over several. */
    private static int count(Path file) throws IOException {
        try (CSVParser csv = open(file)) {
            return (int) csv.stream().count();
        }
    }

    private static CSVParser open(Path file) throws IOException {
        return CSVParser.parse(file, StandardCharsets.UTF_8, ShopFiles.CSV);
    }

    /** How many rows were read, and how many of them were new. */
    record Imported(int rows, int added) {
    }

}
