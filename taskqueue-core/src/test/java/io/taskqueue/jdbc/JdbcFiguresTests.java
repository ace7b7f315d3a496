package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.canvas.Signature;
import io.taskqueue.jpa.Database;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.message.TimeSource;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints the figures of the broker on PostgreSQL. Time decides nothing here; that every
 * task ran does. Run it alone, on a quiet machine:
 * {@code mvn -pl taskqueue-core test -Dtest=JdbcFiguresTests -Pendurance}.
 */
class JdbcFiguresTests {

    private static final Duration SOON = Duration.ofSeconds(300);

    private static final String ROWS = "insert into taskqueue_message (queue, step, due_at, task_id, task_name, headers,"
            + " content_type, content_encoding, body, loan, deliveries) select ?, 9, clock_timestamp(), 'x' || i, 'x',"
            + " '{\"task\":\"x\",\"id\":\"x\"}', 'application/json', 'utf-8', '[[],{},{}]'::bytea, 0, 0"
            + " from generate_series(1, ?) as i";

    private final boolean endurance = Scale.current().tasks() > 1_000;

    private final JdbcBrokers brokers = new JdbcBrokers(Database.POSTGRES);

    private final Shop shop = new Shop();

    private JdbcBroker broker;

    private Consumer consumer;

    @BeforeEach
    void open() {
        this.broker = this.brokers.open();
        this.consumer = this.broker.consume(new ConsumerOptions("worker@test", 100, false));
    }

    @AfterEach
    void close() {
        this.consumer.close();
        this.brokers.close();
    }

    private Engine engine() {
        return Engine.with(this.shop)
            .broker(this.broker)
            .results(new JpaResultBackend(this.brokers.database.pool(), JpaResultBackend.Options.defaults(),
                    TimeSource.system()))
            .build();
    }

    @Test
    void manyTasks() {
        int many = this.endurance ? 50_000 : 2_000;
        try (Engine engine = engine()) {
            long begun = System.nanoTime();
            for (int i = 0; i < many; i += 500) {
                engine.tasks
                    .applyAll(IntStream.range(i, i + 500).mapToObj((n) -> Signature.of("shop.count", n)).toList());
            }
            print("%d calls in bulk: %.0f a second", many, many / seconds(begun));
            this.shop.left = new CountDownLatch(many);
            begun = System.nanoTime();
            engine.work(10);
            await(this.shop.left);
            print("%d tasks drained with their stories in the same database: %.0f a second", many,
                    many / seconds(begun));
            Awaitility.await().atMost(SOON).until(() -> rows() == 0);
        }
    }

    @Test
    void timeFromCallToBody() {
        try (Engine engine = engine()) {
            engine.work(2);
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < (this.endurance ? 1_000 : 100); i++) {
                long begun = System.nanoTime();
                engine.tasks.delay(Shop::clock, 1);
                times.add((this.shop.began() - begun) / 1e6);
            }
            print("from delay to body: %.1f ms in the middle", middle(times));
        }
    }

    @Test
    void claimDoesNotDependOnWhatWaits() {
        for (int waiting : this.endurance ? new int[] { 1_000, 100_000, 1_000_000 } : new int[] { 1_000, 20_000 }) {
            this.brokers.database.clear();
            add("q", waiting);
            this.brokers.database.jdbc().execute("vacuum analyze taskqueue_message");
            print("a claim of one among %,d waiting: %.2f ms in the middle", waiting, claims());
        }
    }

    @Test
    void claimBehindDeadRowsThatASnapshotPins() throws Exception {
        int dead = this.endurance ? 400_000 : 20_000;
        add("q", 2_000);
        print("a claim of one: %.2f ms in the middle", claims());
        this.brokers.database.jdbc().update("delete from taskqueue_message");
        try (Connection pin = this.brokers.database.pool().getConnection(); Statement old = pin.createStatement()) {
            pin.setAutoCommit(false);
            old.execute("set transaction isolation level repeatable read");
            old.execute("select count(*) from taskqueue_message");
            add("q", dead);
            this.brokers.database.jdbc().update("delete from taskqueue_message");
            add("q", 2_000);
            print("a claim of one behind %,d dead rows that a snapshot pins: %.2f ms in the middle", dead, claims());
            pin.rollback();
        }
        claims();
        print("the same when the snapshot has gone: %.2f ms in the middle", claims());
    }

    @Test
    void idleNodeAsksLittle() {
        try (Engine engine = engine()) {
            engine.work((options) -> options.concurrency(2).sweep(Duration.ofSeconds(10)));
            assertThat(engine.tasks.delay(Shop::clock, 1).get(SOON)).isEqualTo(1);
            Supplier<Long> calls = () -> this.brokers.database.jdbc()
                .queryForObject("select xact_commit from pg_stat_database where datname = current_database()",
                        Long.class);
            int seconds = this.endurance ? 60 : 5;
            Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            long before = calls.get();
            Awaitility.await().pollDelay(Duration.ofSeconds(seconds)).atMost(SOON).until(() -> true);
            print("an idle node: %.1f transactions a second", (calls.get() - before) / (double) seconds);
        }
    }

    private void add(String queue, int rows) {
        this.brokers.database.jdbc().update(ROWS, queue, rows);
    }

    private int rows() {
        Integer rows = this.brokers.database.jdbc()
            .queryForObject("select count(*) from taskqueue_message", Integer.class);
        return (rows != null) ? rows : -1;
    }

    private double claims() {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long begun = System.nanoTime();
            List<Delivery> taken = receive();
            times.add((System.nanoTime() - begun) / 1e6);
            assertThat(taken).hasSize(1);
            this.consumer
                .settle(taken.stream().map((delivery) -> Completion.of(delivery, Settlement.acknowledge())).toList());
        }
        return middle(times);
    }

    private List<Delivery> receive() {
        try {
            return this.consumer.receive(List.of("q"), 1, SOON);
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static double middle(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static void print(String words, Object... values) {
        System.out.println("figure: PostgreSQL: " + words.formatted(values));
    }

    static class Shop {

        private final BlockingQueue<Long> began = new LinkedBlockingQueue<>();

        private volatile CountDownLatch left = new CountDownLatch(0);

        @SharedTask("shop.count")
        void count(int number) {
            this.left.countDown();
        }

        @SharedTask
        int clock(int number) {
            this.began.add(System.nanoTime());
            return number;
        }

        long began() {
            try {
                Long began = this.began.poll(60, TimeUnit.SECONDS);
                return (began != null) ? began : Long.MAX_VALUE;
            }
            catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

    }

}
