package io.taskqueue.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Signal;
import io.taskqueue.jpa.Database;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** What wakes workers of other processes on PostgreSQL, and what happens without it. */
class JdbcBellTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final JdbcDatabase database = JdbcDatabase.of(Database.POSTGRES);

    private JdbcConnections here;

    private JdbcConnections there;

    private void open(DataSource pool) {
        this.database.clear();
        this.here = new JdbcConnections(pool, null, TimeSource.system());
        this.there = new JdbcConnections(this.database.pool(), null, TimeSource.system());
    }

    @AfterEach
    void close() {
        this.here.close();
        this.there.close();
    }

    private static JdbcBroker broker(JdbcConnections connections) {
        return new JdbcBroker(connections, JdbcBroker.Options.DEFAULT, MessageCodec.standard(), TimeSource.system());
    }

    private static TaskMessage message(String id) {
        return new TaskMessage(id, "shop.count", "q", Payload.json("[[], {}, {}]".getBytes()), TaskHeaders.none(), null,
                null, null);
    }

    /** Its first look shows what the database is. */
    private static Consumer waiting(JdbcBroker broker) throws InterruptedException {
        Consumer consumer = broker.consume(new ConsumerOptions("worker@test", 10, false));
        assertThat(consumer.receive(List.of("q"), 1, Duration.ofMillis(50))).isEmpty();
        return consumer;
    }

    @Test
    void wakesWhoWaitsInAnotherProcess() throws Exception {
        open(this.database.pool());
        try (Consumer consumer = waiting(broker(this.here))) {
            Awaitility.await().atMost(SOON).until(() -> this.here.bell().heard());
            BlockingQueue<Boolean> woken = new LinkedBlockingQueue<>();
            Signal signal = new Signal();
            Thread sleeper = new Thread(() -> {
                try {
                    this.here.bell().await(List.of("q"), signal, SOON.toNanos());
                    woken.add(true);
                }
                catch (InterruptedException ending) {
                    woken.add(false);
                }
            });
            sleeper.start();
            assertThat(broker(this.there).publish(List.of(message("a")))).allMatch(Answer::isDone);
            Awaitility.await().atMost(SOON).until(() -> {
                this.there.bell().ring(List.of("q"));
                return Boolean.TRUE.equals(woken.poll(200, TimeUnit.MILLISECONDS));
            });
            assertThat(consumer.receive(List.of("q"), 1, SOON)).hasSize(1);
        }
    }

    @Test
    void workersLookByThemselvesBehindAPoolerThatLendsTransactions() throws Exception {
        open(new Pooler(this.database.pool()));
        try (Consumer consumer = waiting(broker(this.here))) {
            for (int i = 0; i < 3; i++) {
                assertThat(broker(this.there).publish(List.of(message("m" + i)))).allMatch(Answer::isDone);
                List<Delivery> taken = consumer.receive(List.of("q"), 1, SOON);
                assertThat(taken).hasSize(1);
            }
            assertThat(this.here.bell().heard()).isFalse();
        }
    }

    /** Its connections forget what they listen to, as if the next one were another. */
    private static final class Pooler extends DelegatingDataSource {

        Pooler(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return proxy(Connection.class, super.getConnection());
        }

        private static <T> T proxy(Class<T> type, T target) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("execute") && String.valueOf(arguments[0]).startsWith("listen")) {
                            return false;
                        }
                        try {
                            Object answer = method.invoke(target, arguments);
                            return (method.getName().equals("createStatement"))
                                    ? proxy(Statement.class, (Statement) answer) : answer;
                        }
                        catch (InvocationTargetException failure) {
                            throw failure.getCause();
                        }
                    }));
        }

    }

}
