package io.taskqueue.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.SharedTask;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.JoinsTransactions;
import io.taskqueue.broker.Leases;
import io.taskqueue.broker.Outbox;
import io.taskqueue.jpa.Database;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.message.Due;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls that are written with the caller's data, for a broker that is elsewhere. */
class OutboxTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<AutoCloseable> opened = new ArrayList<>();

    private final Elsewhere elsewhere = new Elsewhere();

    private JdbcBrokers brokers;

    private Engine engine;

    private OutboxBroker outbox;

    private void open(Database kind) {
        this.brokers = new JdbcBrokers(kind);
        this.outbox = new OutboxBroker(this.elsewhere, this.brokers.open());
        this.engine = Engine.with(new Till()).broker(this.outbox).build();
        this.opened.add(this.engine);
        this.opened.add(this.brokers);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : this.opened) {
            open.close();
        }
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(new DataSourceTransactionManager(this.brokers.database.pool()));
    }

    private void call(int number, boolean commit) {
        transaction().executeWithoutResult((status) -> {
            this.engine.tasks.delay(Till::add, number, 2);
            if (!commit) {
                status.setRollbackOnly();
            }
        });
    }

    private int rows() {
        Integer rows = this.brokers.database.jdbc()
            .queryForObject("select count(*) from taskqueue_message", Integer.class);
        return (rows != null) ? rows : -1;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G18")
    void callWaitsWithTheDataAndIsForwarded(Database kind) {
        open(kind);
        call(1, true);
        call(2, false);
        assertThat(this.outbox.depth().ready()).isOne();
        assertThat(this.elsewhere.published).isEmpty();
        this.outbox.start();
        Awaitility.await().atMost(SOON).until(() -> rows() == 0);
        assertThat(this.elsewhere.published).hasSize(1);
        this.engine.work(1);
        assertThat(
                this.engine.tasks.result(this.elsewhere.published.get(0).id(), Integer.class).orElseThrow().get(SOON))
            .isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void messageArrivesAsItWasSent(Database kind) {
        open(kind);
        transaction().executeWithoutResult((status) -> this.engine.tasks.signature(Till::add, 1, 2)
            .queue("slow")
            .priority(7)
            .countdown(Duration.ofHours(1))
            .header("x-own", "kept")
            .apply());
        this.outbox.start();
        Awaitility.await().atMost(SOON).until(() -> this.elsewhere.published.size() == 1);
        TaskMessage message = this.elsewhere.published.get(0);
        assertThat(message.queue()).isEqualTo("slow");
        assertThat(message.priority()).isEqualTo(7);
        assertThat(message.headers().text("x-own")).isEqualTo("kept");
        assertThat(message.headers().names()).noneMatch((name) -> name.startsWith("taskqueue-outbox"));
        assertThat(message.due()).isInstanceOf(Due.At.class);
        assertThat(message.due().from(java.time.Instant.now())).isBetween(Duration.ofMinutes(59),
                Duration.ofMinutes(61));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G18")
    void nothingIsLostWhileTheBrokerIsAway(Database kind) {
        open(kind);
        this.elsewhere.away = true;
        this.outbox.start();
        IntStream.range(0, 20).forEach((i) -> call(i, true));
        Awaitility.await().atMost(SOON).until(() -> this.elsewhere.refusals > 1);
        assertThat(rows()).isEqualTo(20);
        this.elsewhere.away = false;
        Awaitility.await().atMost(SOON).until(() -> rows() == 0);
        assertThat(this.elsewhere.published).extracting(TaskMessage::id).doesNotHaveDuplicates().hasSize(20);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G18")
    void whatWasForwardedWhileTheDatabaseWentAwayIsRemovedOnceItIsBack(Database kind) {
        open(kind);
        call(1, true);
        Unsteady database = new Unsteady(this.brokers.database.pool());
        this.elsewhere.onPublish = () -> database.away = true;
        JdbcConnections connections = new JdbcConnections(database, null, this.brokers.time);
        OutboxBroker relay = new OutboxBroker(this.elsewhere,
                new JdbcBroker(connections, JdbcBroker.Options.DEFAULT, MessageCodec.standard(), this.brokers.time));
        this.opened.add(0, connections);
        this.opened.add(0, relay::stop);
        relay.start();
        Awaitility.await().atMost(SOON).until(() -> database.refused > 1);
        assertThat(rows()).isOne();
        database.away = false;
        Awaitility.await().atMost(SOON).until(() -> rows() == 0);
        assertThat(this.elsewhere.published).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheBrokerRefusesForGoodIsSetAside(Database kind) {
        open(kind);
        this.outbox.start();
        transaction()
            .executeWithoutResult((status) -> this.engine.tasks.signature(Till::add, 1, 2).queue("impossible").apply());
        call(2, true);
        Awaitility.await().atMost(SOON).until(() -> this.outbox.refused().count(null) == 1);
        assertThat(this.outbox.refused().list(null, 0, 1).get(0).reason()).contains("impossible");
        Awaitility.await().atMost(SOON).until(() -> this.elsewhere.published.size() == 1);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G18")
    void whatADeadRelayHeldIsForwardedByAnother(Database kind) {
        open(kind);
        call(1, true);
        JdbcBroker died = this.brokers.another();
        Consumer consumer = died.consume(new ConsumerOptions("outbox", 10, true));
        this.opened.add(0, consumer);
        Awaitility.await().atMost(SOON).until(() -> consumer.receive(List.of(Boxed.QUEUE), 10, SOON).size() == 1);
        this.outbox.start();
        this.brokers.advance(Duration.ofSeconds(31));
        assertThat(this.brokers.another().reclaim(10)).isOne();
        Awaitility.await().atMost(SOON).until(() -> this.elsewhere.published.size() == 1);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G18")
    void severalRelaysForwardEachCallOnce(Database kind) {
        open(kind);
        List<OutboxBroker> relays = IntStream.range(0, 3)
            .mapToObj((i) -> new OutboxBroker(this.elsewhere, this.brokers.another()))
            .toList();
        relays.forEach((relay) -> {
            relay.start();
            this.opened.add(0, relay::stop);
        });
        int kept = 0;
        for (int i = 0; i < 300; i++) {
            boolean commit = ThreadLocalRandom.current().nextBoolean();
            kept += commit ? 1 : 0;
            call(i, commit);
        }
        Awaitility.await().atMost(SOON).until(() -> rows() == 0);
        assertThat(this.elsewhere.published).extracting(TaskMessage::id).doesNotHaveDuplicates().hasSize(kept);
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void outsideOfTransactionsItIsTheOtherBroker(Database kind) {
        open(kind);
        this.engine.tasks.delay(Till::add, 1, 2);
        assertThat(this.elsewhere.published).hasSize(1);
        assertThat(this.outbox.capability(Leases.class)).containsSame(this.elsewhere.capability(Leases.class).get());
        assertThat(this.outbox.capability(JoinsTransactions.class)).containsSame(this.outbox);
        assertThat(this.outbox.capability(Outbox.class)).containsSame(this.outbox);
        assertThat(this.outbox.description()).isEqualTo("memory with an outbox");
    }

    static class Till {

        @SharedTask
        int add(int a, int b) {
            return a + b;
        }

    }

    /** A database that is away now and then. */
    private static final class Unsteady extends DelegatingDataSource {

        private volatile boolean away;

        private volatile int refused;

        private Unsteady(DataSource real) {
            super(real);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (this.away) {
                this.refused++;
                throw new SQLTransientConnectionException("away");
            }
            return super.getConnection();
        }

    }

    /** A broker that is elsewhere: now and then away, and choosy. */
    private static final class Elsewhere implements Broker {

        private final MemoryBroker memory = new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system());

        private final List<TaskMessage> published = Collections.synchronizedList(new ArrayList<>());

        private volatile boolean away;

        private volatile int refusals;

        private volatile Runnable onPublish = () -> {
        };

        @Override
        public List<Answer> publish(Collection<TaskMessage> messages) {
            return messages.stream().map(this::publish).toList();
        }

        private Answer publish(TaskMessage message) {
            if (this.away) {
                this.refusals++;
                return Answer.failed(new BrokerUnavailableException("away", false, null));
            }
            if (message.queue().equals("impossible")) {
                return Answer.failed(new IllegalArgumentException("No queue is named impossible"));
            }
            this.published.add(message);
            this.onPublish.run();
            return this.memory.publish(List.of(message)).get(0);
        }

        @Override
        public Consumer consume(ConsumerOptions options) {
            return this.memory.consume(options);
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return (type == io.taskqueue.broker.ProcessLocal.class) ? Optional.empty() : this.memory.capability(type);
        }

        @Override
        public String description() {
            return this.memory.description();
        }

        @Override
        public void close() {
            this.memory.close();
        }

    }

}
