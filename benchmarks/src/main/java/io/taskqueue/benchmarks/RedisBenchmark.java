package io.taskqueue.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.taskqueue.benchmarks.Drain.Figures;

/**
 * Redis: ours beside Python's Celery, both beside what Redis and its client can do at
 * all.
 */
public final class RedisBenchmark {

    private static final String CELERY = "Celery, prefork";

    private static final String IGNORED = "taskqueue, results ignored";

    private static final String STORED = "taskqueue, results stored";

    private static final String RAW = "raw Lettuce";

    private static final List<String> ALL = List.of("drain", "enqueue", "depth");

    private RedisBenchmark() {
    }

    /**
     * @param args what to measure ({@code drain}, {@code enqueue}, {@code depth}; without
     * any, all), and {@code rounds=5}
     */
    public static void main(String[] args) throws Exception {
        int rounds = 5;
        List<String> asked = new ArrayList<>();
        for (String arg : args) {
            if (arg.startsWith("rounds=")) {
                rounds = Integer.parseInt(arg.substring("rounds=".length()));
            }
            else {
                asked.add(arg);
            }
        }
        try (Server server = new Server()) {
            System.out.printf("Redis %s, Java %s, %d processors, %d rounds in turn%n%n", server.version(),
                    Runtime.version(), Runtime.getRuntime().availableProcessors(), rounds);
            for (String what : asked.isEmpty() ? ALL : asked) {
                switch (what) {
                    case "drain" -> drain(server, rounds);
                    case "enqueue" -> new Enqueue(server).print(rounds);
                    case "depth" -> new Depth(server).print(rounds);
                    default -> throw new IllegalArgumentException(what + " is none of " + ALL);
                }
            }
        }
        System.exit(0);
    }

    private static void drain(Server server, int rounds) throws IOException, InterruptedException {
        Drain drain = new Drain(server);
        Table table = new Table();
        Contestant ours = Contestant.taskqueue(IGNORED, 150_000);
        Contestant storing = Contestant.taskqueue(STORED, 100_000);
        for (int round = 0; round < rounds; round++) {
            table.add(CELERY, drain.measure(Contestant.celery(CELERY, 6_000, "prefork"), "bench.ignored"));
            Figures figures = drain.measure(ours, "bench.ignored");
            table.add(IGNORED, figures);
            table.add(STORED, drain.measure(storing, "bench.stored"));
            int batch = (int) Math.max(1, Math.round(figures.batch()));
            table.add(RAW, drain.measure(Contestant.raw(RAW, 300_000, batch), "bench.ignored"));
        }
        System.out.println("Drain, concurrency 10:\n\n" + table.markdown(CELERY));
        System.out.println(table.markdown(RAW));
    }

}
