package io.taskqueue.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.jpa.Database;
import io.taskqueue.message.ManualTime;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A database that is away for a while. */
class JdbcOutageTests {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final ManualTime time = new ManualTime();

    @ParameterizedTest
    @EnumSource
    @Tag("G3")
    @Tag("G6")
    void whoComesBackFirstTakesNothingFromTheOthers(Database kind) throws Exception {
        JdbcDatabase database = JdbcDatabase.of(kind);
        database.clear();
        Away source = new Away(database);
        try (JdbcConnections connections = new JdbcConnections(source, null, this.time)) {
            JdbcBroker broker = new JdbcBroker(connections, new JdbcBroker.Options(LEASE, 10), MessageCodec.standard(),
                    this.time);
            broker.publish(List.of(message("a"), message("b")));
            Consumer alive = broker.consume(new ConsumerOptions("alive", 10, false));
            Consumer dead = broker.consume(new ConsumerOptions("dead", 10, false));
            List<Delivery> held = alive.receive(List.of("q"), 1, LEASE);
            assertThat(dead.receive(List.of("q"), 1, LEASE)).hasSize(1);
            source.away = true;
            assertThat(broker.publish(List.of(message("c")))).extracting(Answer::fate)
                .containsExactly(Answer.Fate.FAILED);
            assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(() -> broker.renew(alive));
            assertThat(broker.reclaim(10)).isZero();
            source.away = false;
            database.advance(LEASE.plusSeconds(1));
            assertThat(broker.renew(alive)).isEmpty();
            assertThat(broker.reclaim(10)).isZero();
            this.time.advance(LEASE);
            assertThat(broker.reclaim(10)).isOne();
            assertThat(alive.settle(List.of(Completion.of(held.get(0), Settlement.acknowledge()))))
                .containsExactly(Answer.done());
            alive.close();
            dead.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G2")
    @Tag("W2")
    void claimWhoseCommitIsNotAnsweredComesBack(Database kind) throws Exception {
        JdbcDatabase database = JdbcDatabase.of(kind);
        database.clear();
        Away source = new Away(database);
        try (JdbcConnections connections = new JdbcConnections(source, null, this.time)) {
            JdbcBroker broker = new JdbcBroker(connections, new JdbcBroker.Options(LEASE, 10), MessageCodec.standard(),
                    this.time);
            Consumer consumer = broker.consume(new ConsumerOptions("worker", 10, false));
            assertThat(consumer.receive(List.of("q"), 1, Duration.ZERO)).isEmpty();
            broker.publish(List.of(message("a")));
            source.silent = true;
            assertThatExceptionOfType(BrokerUnavailableException.class)
                .isThrownBy(() -> consumer.receive(List.of("q"), 1, Duration.ZERO));
            source.silent = false;
            database.advance(LEASE.plusSeconds(1));
            assertThat(consumer.receive(List.of("q"), 1, Duration.ZERO)).isEmpty();
            this.time.advance(LEASE);
            broker.renew(consumer);
            assertThat(broker.reclaim(10)).isOne();
            assertThat(consumer.receive(List.of("q"), 1, LEASE)).hasSize(1);
            consumer.close();
        }
    }

    private static TaskMessage message(String id) {
        return new TaskMessage(id, "shop.count", "q", Payload.json("[[], {}, {}]".getBytes()), TaskHeaders.none(), null,
                null, null);
    }

    private static final class Away extends DelegatingDataSource {

        private volatile boolean away;

        /** Commits, and breaks before it says so. */
        private volatile boolean silent;

        Away(JdbcDatabase database) {
            super(database.pool());
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (this.away) {
                throw new SQLException("The database is away", "08001");
            }
            return this.silent ? silent(super.getConnection()) : super.getConnection();
        }

        private static Connection silent(Connection connection) {
            return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
                    new Class<?>[] { Connection.class }, (proxy, method, args) -> {
                        Object result = method.invoke(connection, args);
                        if (method.getName().equals("commit")) {
                            throw new SQLException("The connection broke", "08006");
                        }
                        return result;
                    });
        }

    }

}
