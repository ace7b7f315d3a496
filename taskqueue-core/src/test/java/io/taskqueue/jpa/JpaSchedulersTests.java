package io.taskqueue.jpa;

import org.junit.jupiter.api.Nested;

import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.beat.SchedulersContract;
import io.taskqueue.message.TimeSource;

/** Schedulers that die, over schedules in a database. */
class JpaSchedulersTests {

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

    abstract static class OnDatabase extends SchedulersContract {

        private final Database database;

        OnDatabase(Database database) {
            this.database = database;
            database.emptySchedules();
        }

        @Override
        protected ScheduleStore open() {
            return other();
        }

        @Override
        protected ScheduleStore other() {
            return new JpaScheduleStore(this.database.pool(), null, TimeSource.system());
        }

    }

}
