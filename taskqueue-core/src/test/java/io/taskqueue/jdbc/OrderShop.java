package io.taskqueue.jdbc;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.SharedTask;
import io.taskqueue.broker.Broker;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.rabbit.RabbitBroker;
import io.taskqueue.rabbit.RabbitConnections;
import io.taskqueue.redis.RedisBroker;
import io.taskqueue.redis.RedisConnections;
import io.taskqueue.worker.Engine;

/**
 * An application that takes orders, each in a transaction that also asks for its
 * delivery, and delivers them. It is a process of its own, which may die at any
 * statement.
 */
final class OrderShop {

    private static final Duration LEASE = Duration.ofSeconds(2);

    private static final int SELLERS = 4;

    private static final int PRODUCTS = 3;

    private final JdbcTemplate jdbc;

    private final TransactionTemplate transaction;

    private final Engine engine;

    private OrderShop(DataSource dataSource, Engine engine) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.engine = engine;
    }

    /**
     * {@code work}, or {@code sell} and from which number up to which; {@code halt} and
     * at which statement as well. Before that, the address of the database and that of
     * the broker, which may be {@code jdbc}.
     */
    public static void main(String[] arguments) throws InterruptedException {
        HikariDataSource pool = pool(arguments[0]);
        boolean halts = arguments[2].equals("halt");
        DataSource dataSource = halts ? new WatchedDataSource(pool, halting(Integer.parseInt(arguments[5]))) : pool;
        Engine engine = Engine.with(new Delivery(new JdbcTemplate(pool)))
            .broker(broker(dataSource, arguments[1]))
            .build();
        if (arguments[2].equals("work")) {
            engine.work(4);
            return;
        }
        OrderShop shop = new OrderShop(dataSource, engine);
        int from = Integer.parseInt(arguments[3]);
        int to = Integer.parseInt(arguments[4]);
        if (halts) {
            IntStream.range(from, to).forEach(shop::sell);
        }
        else {
            shop.sellAll(from, to);
        }
        // what waits in the outbox is forwarded by others
        Runtime.getRuntime().halt(0);
    }

    /** The process ends before the so-manieth statement of this thread. */
    private static WatchedDataSource.Watch halting(int at) {
        Thread thread = Thread.currentThread();
        AtomicInteger left = new AtomicInteger(at);
        return (step) -> {
            if (Thread.currentThread() == thread && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(3);
            }
        };
    }

    static void createTables(JdbcTemplate jdbc) {
        jdbc.execute("create table shop_order (id integer primary key)");
        jdbc.execute("create table shop_line (order_id integer not null references shop_order)");
        jdbc.execute("create table shop_delivery (order_id integer not null)");
        jdbc.execute("create table shop_stock (product integer primary key, amount integer not null)");
        for (int product = 0; product < PRODUCTS; product++) {
            jdbc.update("insert into shop_stock values (?, 1000000)", product);
        }
    }

    static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(10);
        config.setConnectionTimeout(2_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static Broker broker(DataSource dataSource, String address) {
        JdbcBroker database = new JdbcBroker(new JdbcConnections(dataSource, null, TimeSource.system()),
                new JdbcBroker.Options(LEASE, 10_000), MessageCodec.standard(), TimeSource.system());
        if (address.equals("jdbc")) {
            return database;
        }
        OutboxBroker outbox = new OutboxBroker(
                address.startsWith("redis") ? redis(URI.create(address)) : rabbit(URI.create(address)), database);
        outbox.start();
        return outbox;
    }

    private static Broker redis(URI address) {
        RedisConnections connections = RedisConnections
            .like(new LettuceConnectionFactory(address.getHost(), address.getPort()), Duration.ofSeconds(5));
        return new RedisBroker(connections, new RedisBroker.Options("", LEASE, Set.of("celery"), 10_000),
                MessageCodec.standard(), TimeSource.system());
    }

    private static Broker rabbit(URI address) {
        return new RabbitBroker(new RabbitConnections(new CachingConnectionFactory(address), Duration.ofSeconds(5)),
                RabbitBroker.Options.DEFAULT, MessageCodec.standard(), TimeSource.system());
    }

    private void sellAll(int from, int to) throws InterruptedException {
        List<Thread> sellers = IntStream.range(0, SELLERS)
            .mapToObj((seller) -> new Thread(
                    () -> IntStream.range(from, to).filter((number) -> number % SELLERS == seller).forEach(this::sell)))
            .toList();
        sellers.forEach(Thread::start);
        for (Thread seller : sellers) {
            seller.join();
        }
    }

    /**
     * One order; whether it is there in the end is what the database says. One of five is
     * taken back, and sellers who want the same products in another order are in each
     * other's way.
     */
    private void sell(int number) {
        Random random = new Random(number);
        this.transaction.setIsolationLevel(random.nextBoolean() ? TransactionDefinition.ISOLATION_SERIALIZABLE
                : TransactionDefinition.ISOLATION_READ_COMMITTED);
        try {
            this.transaction.executeWithoutResult((status) -> sell(number, random, status));
        }
        catch (DataAccessException | TransactionException | IllegalStateException failed) {
            System.out.println("order " + number + " was not taken: " + failed);
        }
    }

    private void sell(int number, Random random, TransactionStatus status) {
        this.jdbc.update("insert into shop_order (id) values (?)", number);
        this.jdbc.update("update shop_stock set amount = amount - 1 where product = ?", random.nextInt(PRODUCTS));
        this.engine.tasks.delay(Delivery::deliver, number);
        this.jdbc.update("update shop_stock set amount = amount - 1 where product = ?", random.nextInt(PRODUCTS));
        this.jdbc.update("insert into shop_line (order_id) values (?)", number);
        if (number % 5 == 0) {
            status.setRollbackOnly();
        }
    }

    /** What is to be done for an order. */
    static final class Delivery {

        private final JdbcTemplate jdbc;

        Delivery(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @SharedTask(name = "order.deliver", ignoreResult = true, retryFor = DataAccessException.class, maxRetries = -1,
                retryDelay = "100ms")
        void deliver(int number) {
            this.jdbc.update("insert into shop_delivery (order_id) values (?)", number);
        }

    }

}
