package io.taskqueue.jpa;

import org.junit.jupiter.api.Nested;

import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.beat.ScheduleStoreContract;
import io.taskqueue.message.TimeSource;

/** All that a store of schedules promises, on each database. */
class JpaScheduleStoreTests {

    @Nested
    class H2 extends OnDatabase {

        H2() {
            super(Database.H2);
        }

    }

    @Nested
    class Postgres extends OnDatabase {

        Postgres() {
            super(Database.POSTGRES);
        }

    }

    @Nested
    class MariaDb extends OnDatabase {

        MariaDb() {
            super(Database.MARIADB);
        }

    }

    abstract static class OnDatabase extends ScheduleStoreContract {

        private final Database database;

        OnDatabase(Database database) {
            this.database = database;
        }

        @Override
        protected ScheduleStore open() {
            return this.database.emptySchedules();
        }

        @Override
        protected ScheduleStore other() {
            return new JpaScheduleStore(this.database.pool(), null, TimeSource.system());
        }

    }

}
