package io.taskqueue.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.TaskTemplate;
import io.taskqueue.benchmarks.BenchmarkWorker.Tasks;
import io.taskqueue.message.TaskId;

/**
 * PostgreSQL: ours beside db-scheduler and JobRunr, all beside what the database can do
 * at all. Everybody has ten workers, twelve connections and nothing to do in a task.
 */
public final class DatabaseBenchmark {

    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    private static final int WARM_UP = 2;

    private static final int ONE_BY_ONE = 3_000;

    private static final int BULK = 30_000;

    private static final int BATCH = 1_000;

    private static final String INSERT = "insert into taskqueue_message (queue, step, due_at, task_id, task_name,"
            + " headers, content_type, content_encoding, body, loan, deliveries)"
            + " values ('bench', 9, now(), ?, 'bench.ignored', ?, 'application/json', 'utf-8', ?, 0, 0)";

    private final Database database;

    private final int rounds;

    private final Path log = Files.createTempFile("taskqueue-benchmark-", ".log");

    private DatabaseBenchmark(Database database, int rounds) throws IOException {
        this.database = database;
        this.rounds = rounds;
    }

    /**
     * @param args what to measure ({@code drain}, {@code enqueue}; without any, both),
     * and {@code rounds=5}
     */
    public static void main(String[] args) throws Exception {
        int rounds = Arrays.stream(args)
            .filter((arg) -> arg.startsWith("rounds="))
            .mapToInt((arg) -> Integer.parseInt(arg.substring("rounds=".length())))
            .findFirst()
            .orElse(5);
        List<String> asked = Arrays.stream(args).filter((arg) -> !arg.startsWith("rounds=")).toList();
        try (Database database = new Database()) {
            System.out.printf("PostgreSQL %s, Java %s, %d processors, %d rounds in turn%n%n", database.version(),
                    Runtime.version(), Runtime.getRuntime().availableProcessors(), rounds);
            DatabaseBenchmark benchmark = new DatabaseBenchmark(database, rounds);
            for (String what : asked.isEmpty() ? List.of("drain", "enqueue") : asked) {
                switch (what) {
                    case "drain" -> benchmark.drain();
                    case "enqueue" -> benchmark.enqueue();
                    default -> throw new IllegalArgumentException(what + " is neither drain nor enqueue");
                }
            }
        }
        System.exit(0);
    }

    private void drain() throws Exception {
        List<Peer> peers = List.of(
                new Peer("db-scheduler, lock-and-fetch", Contestant.java(DbSchedulerWorker.class, this.database.url()),
                        this.database::fillDbScheduler, 15_000, "scheduled_tasks"),
                new Peer("JobRunr", Contestant.java(JobRunrWorker.class, this.database.url()),
                        this.database::fillJobRunr, 5_000, "jobrunr_jobs where state in ('ENQUEUED', 'PROCESSING')"),
                new Peer("taskqueue", ours(), this.database::fillOurs, 60_000, "taskqueue_message"),
                new Peer("raw SQL", Contestant.java(RawDatabaseWorker.class, this.database.url()),
                        this.database::fillOurs, 120_000, "taskqueue_message"));
        Map<String, double[]> rates = new LinkedHashMap<>();
        for (int round = 0; round < this.rounds; round++) {
            for (Peer peer : peers) {
                rates.computeIfAbsent(peer.name(), (absent) -> new double[this.rounds])[round] = drain(peer);
            }
        }
        print("Drain, concurrency 10, results ignored", "tasks/s", rates);
    }

    private List<String> ours() {
        List<String> command = new ArrayList<>(Contestant.java(BenchmarkWorker.class));
        command.addAll(options("--taskqueue.worker.queues=" + Contestant.QUEUE, "--taskqueue.worker.concurrency=10"));
        return command;
    }

    private List<String> options(String... more) {
        List<String> options = new ArrayList<>(List.of("--spring.datasource.url=" + this.database.url(),
                "--spring.datasource.hikari.maximum-pool-size=" + Database.POOL, "--taskqueue.broker.type=jdbc",
                "--taskqueue.result.type=none", "--logging.level.root=warn", "--spring.main.banner-mode=off"));
        options.addAll(List.of(more));
        return options;
    }

    /** Without its start and its first third, in which a virtual machine is compiling. */
    private double drain(Peer peer) throws IOException, InterruptedException {
        this.database.clear();
        peer.fill().accept(peer.tasks());
        Process process = new ProcessBuilder(peer.command()).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(this.log.toFile()))
            .start();
        try {
            long begun = awaitWaiting(process, peer, peer.tasks() * 2L / 3);
            long start = System.nanoTime();
            awaitWaiting(process, peer, 0);
            return begun / ((System.nanoTime() - start) / 1e9);
        }
        finally {
            Drain.end(process);
        }
    }

    private long awaitWaiting(Process process, Peer peer, long atMost) {
        long deadline = System.nanoTime() + PATIENCE;
        long waiting = this.database.count(peer.rows());
        while (waiting > atMost) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IllegalStateException(peer.name() + " does not get on; what it said is in " + this.log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            waiting = this.database.count(peer.rows());
        }
        return waiting;
    }

    private void enqueue() throws Exception {
        Map<String, double[]> rates = new LinkedHashMap<>();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(BenchmarkWorker.class)
            .web(WebApplicationType.NONE)
            .run(options("--taskqueue.worker.enabled=false", "--taskqueue.default-queue=" + Contestant.QUEUE)
                .toArray(String[]::new))) {
            TaskTemplate tasks = context.getBean(TaskTemplate.class);
            TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
            JdbcTemplate jdbc = new JdbcTemplate(context.getBean(javax.sql.DataSource.class));
            // the first rounds warm up and do not count
            for (int round = -WARM_UP; round < this.rounds; round++) {
                note(rates, round, "delay in a transaction of one", ONE_BY_ONE,
                        () -> each(transaction, (number) -> tasks.delay(Tasks::ignored, number)));
                String headers = jdbc.queryForList("select headers from taskqueue_message limit 1", String.class)
                    .get(0);
                byte[] body = jdbc.queryForList("select body from taskqueue_message limit 1", byte[].class).get(0);
                note(rates, round, "plain insert in a transaction of one", ONE_BY_ONE,
                        () -> each(transaction, (number) -> jdbc.update(INSERT, TaskId.random(), headers, body)));
                note(rates, round, "delayAll of " + BATCH, BULK, () -> IntStream.range(0, BULK / BATCH)
                    .forEach((i) -> tasks.delayAll(Tasks::ignored, IntStream.range(0, BATCH).boxed().toList())));
                note(rates, round, "batch insert of " + BATCH, BULK,
                        () -> IntStream.range(0, BULK / BATCH)
                            .forEach((i) -> transaction.executeWithoutResult((status) -> jdbc.batchUpdate(INSERT,
                                    IntStream.range(0, BATCH)
                                        .mapToObj((number) -> new Object[] { TaskId.random(), headers, body })
                                        .toList()))));
            }
        }
        print("Enqueue", "calls/s", rates);
    }

    private static void each(TransactionTemplate transaction, Consumer<Integer> call) {
        for (int i = 0; i < ONE_BY_ONE; i++) {
            int number = i;
            transaction.executeWithoutResult((status) -> call.accept(number));
        }
    }

    private void note(Map<String, double[]> rates, int round, String name, int calls, Runnable step) {
        this.database.clear();
        long start = System.nanoTime();
        step.run();
        double rate = calls / ((System.nanoTime() - start) / 1e9);
        if (round >= 0) {
            rates.computeIfAbsent(name, (absent) -> new double[this.rounds])[round] = rate;
        }
    }

    private static void print(String what, String unit, Map<String, double[]> rates) {
        System.out.printf("%s:%n%n| | %s, median | rounds |%n| --- | ---: | --- |%n", what, unit);
        rates.forEach((name, all) -> System.out.printf("| %s | %,.0f | %s |%n", name,
                Table.median(Arrays.stream(all).sorted().toArray()),
                Arrays.stream(all).mapToObj("%,.0f"::formatted).collect(Collectors.joining(" "))));
        System.out.println();
    }

    /**
     * Somebody who empties a table.
     *
     * @param name what the table of figures calls it
     * @param command how it is started
     * @param fill has so many wait
     * @param tasks how many it is given
     * @param rows what is counted while it works
     */
    private record Peer(String name, List<String> command, Consumer<Integer> fill, int tasks, String rows) {
    }

}
