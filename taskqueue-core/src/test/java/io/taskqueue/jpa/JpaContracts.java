package io.taskqueue.jpa;

import java.time.Duration;

import org.junit.jupiter.api.Nested;

import io.taskqueue.message.ManualTime;
import io.taskqueue.result.CanvasStoreContract;
import io.taskqueue.result.ChordCounterContract;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultBackendContract;
import io.taskqueue.result.ResultPushContract;
import io.taskqueue.result.TaskHistoryContract;
import io.taskqueue.result.TaskSearchContract;

/** All that a result store with history promises, on one database. */
abstract class JpaContracts {

    private final Database database;

    JpaContracts(Database database) {
        this.database = database;
    }

    @Nested
    class Results extends ResultBackendContract {

        @Override
        protected ResultBackend open() {
            return JpaContracts.this.database.emptyStore(new ManualTime());
        }

    }

    @Nested
    class Push extends ResultPushContract {

        @Override
        protected ResultBackend open() {
            return JpaContracts.this.database.emptyStore(new ManualTime());
        }

    }

    @Nested
    class Search extends TaskSearchContract {

        @Override
        protected ResultBackend open() {
            return JpaContracts.this.database.emptyStore(new ManualTime());
        }

    }

    @Nested
    class Chords extends ChordCounterContract {

        @Override
        protected ResultBackend open() {
            return JpaContracts.this.database.emptyStore(new ManualTime());
        }

    }

    @Nested
    class Canvases extends CanvasStoreContract {

        @Override
        protected ResultBackend open() {
            return JpaContracts.this.database.emptyStore(new ManualTime());
        }

    }

    @Nested
    class History extends TaskHistoryContract {

        private final ManualTime time = new ManualTime();

        @Override
        protected ResultBackend open() {
            return JpaContracts.this.database.emptyStore(this.time,
                    JpaResultBackend.Options.defaults().expires(expires(), expiresFailed()));
        }

        @Override
        protected Duration expires() {
            return Duration.ofHours(1);
        }

        @Override
        protected Duration expiresFailed() {
            return Duration.ofHours(3);
        }

        @Override
        protected void advance(Duration time) {
            this.time.advance(time);
        }

    }

}
