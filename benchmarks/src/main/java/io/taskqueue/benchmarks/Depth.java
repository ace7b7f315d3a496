package io.taskqueue.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.taskqueue.message.Due;

/**
 * What waits must cost a worker nothing: its rate and its heap with a thousand messages
 * waiting, with a million, and with a hundred thousand that are not due. The queue is
 * kept at its depth by the server, in the same way each time.
 */
final class Depth {

    private static final int RESERVE = 400_000;

    private static final long WARM = TimeUnit.SECONDS.toNanos(6);

    private static final long MEASURED = TimeUnit.SECONDS.toNanos(8);

    private final Server server;

    Depth(Server server) {
        this.server = server;
    }

    void print(int rounds) throws IOException, InterruptedException {
        Map<String, List<Reading>> readings = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            note(readings, "1,000 waiting", 1_000, 0);
            note(readings, "1,000,000 waiting", 1_000_000, 0);
            note(readings, "1,000 waiting, 100,000 delayed", 1_000, 100_000);
        }
        System.out.println(
                "Depth, concurrency 10, results ignored:\n\n| | tasks/s, median | heap, MB |\n| --- | ---: | ---: |");
        readings.forEach((name, all) -> System.out.printf("| %s | %,.0f | %.1f |%n", name,
                Table.median(all.stream().mapToDouble(Reading::rate).sorted().toArray()),
                Table.median(all.stream().mapToDouble(Reading::heap).sorted().toArray()) / 1e6));
        System.out.println();
    }

    private void note(Map<String, List<Reading>> readings, String name, int depth, int delayed)
            throws IOException, InterruptedException {
        readings.computeIfAbsent(name, (absent) -> new ArrayList<>()).add(read(depth, delayed));
    }

    private Reading read(int depth, int delayed) throws IOException, InterruptedException {
        this.server.clear();
        this.server.fill("bench.ignored", delayed, Due.after(Duration.ofHours(10)));
        this.server.fill("bench.ignored", RESERVE, null);
        this.server.setAside();
        this.server.fill("bench.ignored", depth, null);
        Path log = Files.createTempFile("taskqueue-benchmark-", ".log");
        Process worker = Contestant.taskqueue("", 0).start(this.server.url(), log);
        try (BufferedReader answers = worker.inputReader(); OutputStream orders = worker.getOutputStream()) {
            keep(depth, WARM);
            long before = this.server.aside();
            long begin = System.nanoTime();
            keep(depth, MEASURED);
            double rate = (before - this.server.aside()) / ((System.nanoTime() - begin) / 1e9);
            if (this.server.aside() == 0) {
                throw new IllegalStateException("The reservoir is too small for this machine");
            }
            orders.write("heap\n".getBytes(StandardCharsets.UTF_8));
            orders.flush();
            return new Reading(rate, Double.parseDouble(answers.readLine().substring("heap ".length())));
        }
        finally {
            Drain.end(worker);
        }
    }

    private void keep(int depth, long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            this.server.topUp(depth);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private record Reading(double rate, double heap) {
    }

}
