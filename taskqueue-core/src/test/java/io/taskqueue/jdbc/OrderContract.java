package io.taskqueue.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.taskqueue.Scale;
import io.taskqueue.servers.JavaProcess;
import io.taskqueue.servers.PostgresProcess;
import io.taskqueue.servers.PostgresServer;
import io.taskqueue.servers.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Orders and their deliveries belong together, whoever dies at whatever moment: each
 * committed order is delivered, and no other.
 */
abstract class OrderContract {

    private static final Duration LATEST = Duration.ofMinutes(3);

    private static final int AT_ONCE = 4;

    private final boolean endurance = Scale.current().tasks() > 1_000;

    private final PostgresProcess server = PostgresServer.start();

    private final TcpProxy network = new TcpProxy("127.0.0.1", this.server.port());

    private final HikariDataSource pool = OrderShop.pool(this.server.url());

    private final JdbcTemplate jdbc = new JdbcTemplate(this.pool);

    private final List<JavaProcess> all = new ArrayList<>();

    private final Random random = new Random(3);

    /** Where messages go, as {@link OrderShop} takes it. */
    protected abstract String broker();

    @BeforeEach
    void createTables() {
        new ResourceDatabasePopulator(new ClassPathResource("io/taskqueue/jdbc/schema-postgresql.sql"))
            .execute(this.pool);
        OrderShop.createTables(this.jdbc);
    }

    @AfterEach
    void close() {
        this.all.forEach(JavaProcess::close);
        this.pool.close();
        this.network.close();
        this.server.close();
    }

    private JavaProcess start(String... what) {
        List<String> arguments = new ArrayList<>(
                List.of(this.server.url().replace(":" + this.server.port() + "/", ":" + this.network.port() + "/")
                        + "&connectTimeout=2&socketTimeout=10", broker()));
        arguments.addAll(List.of(what));
        JavaProcess started = JavaProcess.start(OrderShop.class, arguments);
        this.all.add(started);
        return started;
    }

    private static String end(JavaProcess process) {
        assertThat(process.awaitEnd(LATEST)).as(process::log).isTrue();
        return process.log();
    }

    private TreeSet<Integer> numbers(String table, String column) {
        return new TreeSet<>(this.jdbc.queryForList("select " + column + " from " + table, Integer.class));
    }

    private int waiting() {
        Integer rows = this.jdbc.queryForObject("select count(*) from taskqueue_message", Integer.class);
        return (rows != null) ? rows : -1;
    }

    /** Waits until all that is to come has come, and a little longer. */
    private void assertEachOrderIsDelivered(String what) {
        TreeSet<Integer> orders = numbers("shop_order", "id");
        Awaitility.await()
            .atMost(LATEST)
            .until(() -> waiting() == 0 && numbers("shop_delivery", "order_id").containsAll(orders));
        Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        Integer deliveries = this.jdbc.queryForObject("select count(*) from shop_delivery", Integer.class);
        System.out.printf("figure: %s: %s: %d orders committed, %d delivered, %d deliveries more%n",
                getClass().getSimpleName(), what, orders.size(), numbers("shop_delivery", "order_id").size(),
                deliveries - orders.size());
        assertThat(numbers("shop_delivery", "order_id")).isEqualTo(orders);
    }

    @Test
    @Tag("G1")
    @Tag("G18")
    @Tag("W1")
    void shopThatDiesBetweenAnyTwoStatementsDeliversWhatItCommitted() {
        start("work");
        // one order that is taken back, and one that is not
        int at = 1;
        boolean halted = true;
        while (halted) {
            List<JavaProcess> shops = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++, at++) {
                shops.add(start("halt", String.valueOf(10 * at), String.valueOf(10 * at + 2), String.valueOf(at)));
            }
            // each is awaited: one that goes on sells while its neighbours have ended
            List<String> logs = shops.stream().map(OrderContract::end).toList();
            halted = logs.stream().allMatch((log) -> log.endsWith("ended with 3"));
        }
        // from some statement on the second order is there
        assertThat(numbers("shop_order", "id")).isNotEmpty().allMatch((number) -> number % 10 == 1);
        assertThat(at).isGreaterThan(12);
        assertEachOrderIsDelivered("killed before each of " + (at - 1) + " statements");
    }

    @Test
    @Tag("G1")
    @Tag("G2")
    @Tag("G6")
    @Tag("G18")
    void noOrderIsForgottenThoughEverythingDiesAtRandom() {
        int orders = this.endurance ? 5_000 : 600;
        int rounds = this.endurance ? 20 : 4;
        List<JavaProcess> workers = new ArrayList<>(List.of(start("work"), start("work")));
        for (int round = 0; round < rounds; round++) {
            int from = 1_000 + round * (orders / rounds);
            JavaProcess shop = start("sell", String.valueOf(from), String.valueOf(from + orders / rounds));
            int enough = from + this.random.nextInt(orders / rounds / 2) + 1;
            Awaitility.await()
                .atMost(LATEST)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .ignoreExceptions()
                .until(() -> !shop.alive() || numbers("shop_order", "id").ceiling(enough) != null);
            strike(round, shop, workers);
            end(shop);
        }
        start("sell", "900000", "900100");
        Awaitility.await().atMost(LATEST).until(() -> numbers("shop_order", "id").ceiling(900_090) != null);
        end(this.all.get(this.all.size() - 1));
        assertThat(numbers("shop_order", "id")).noneMatch((number) -> number % 5 == 0).hasSizeGreaterThan(orders / 4);
        long serialized = said("could not serialize access");
        long deadlocked = said("deadlock detected");
        assertThat(serialized).isPositive();
        assertEachOrderIsDelivered("%d strikes, %d orders that could not be serialized, %d deadlocks".formatted(rounds,
                serialized, deadlocked));
    }

    /** How many orders were not taken for this reason. */
    private long said(String reason) {
        return this.all.stream()
            .flatMap((process) -> process.log().lines())
            .filter((line) -> line.contains(reason))
            .count();
    }

    private void strike(int round, JavaProcess shop, List<JavaProcess> workers) {
        switch (round % 4) {
            case 0 -> shop.kill();
            case 1 -> {
                workers.remove(this.random.nextInt(2)).kill();
                workers.add(start("work"));
            }
            case 2 -> this.network.cut();
            default -> {
                this.server.kill();
                this.server.restart();
            }
        }
    }

}
