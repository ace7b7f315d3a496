package io.taskqueue.jdbc;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

import io.taskqueue.broker.Broker;
import io.taskqueue.jpa.Database;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.ChordCrashContract;

/** Chords whose messages, results and counts are all in one database. */
class JdbcChordCrashTests {

    @Nested
    class H2 extends OnDatabase {

        H2() {
            super(Database.H2, 4_000);
        }

    }

    @Nested
    class Postgres extends OnDatabase {

        Postgres() {
            super(Database.POSTGRES, 20_000);
        }

    }

    @Nested
    class MariaDb extends OnDatabase {

        MariaDb() {
            super(Database.MARIADB, 4_000);
        }

    }

    abstract static class OnDatabase extends ChordCrashContract {

        private final JdbcBrokers brokers;

        OnDatabase(Database database, int members) {
            super(members);
            this.brokers = new JdbcBrokers(database);
        }

        @AfterEach
        void close() {
            this.brokers.close();
            this.brokers.database.clear();
        }

        @Override
        protected Broker broker(Duration lease) {
            this.brokers.database.clear();
            return new JdbcBroker(this.brokers.connect(), new JdbcBroker.Options(lease, JdbcBrokers.DEAD_LETTERS),
                    MessageCodec.standard(), TimeSource.system());
        }

        @Override
        protected ResultBackend results() {
            return new JpaResultBackend(this.brokers.database.pool(), JpaResultBackend.Options.defaults(),
                    TimeSource.system());
        }

    }

}
