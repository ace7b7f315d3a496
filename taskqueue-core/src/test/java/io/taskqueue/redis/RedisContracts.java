package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

import io.taskqueue.admission.Wishes;
import io.taskqueue.admission.WishesContract;
import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.beat.ScheduleStoreContract;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.BroadcastContract;
import io.taskqueue.message.ManualTime;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultBackendContract;
import io.taskqueue.result.ResultPushContract;
import io.taskqueue.result.TaskSearchContract;
import org.awaitility.Awaitility;

/** All that this room promises, at one place. */
abstract class RedisContracts {

    private final RedisPlace place;

    RedisContracts(RedisPlace place) {
        this.place = place;
    }

    @Nested
    class Queues extends RedisBrokerTests {

        @Override
        RedisPlace place() {
            return RedisContracts.this.place;
        }

    }

    @Nested
    class Loans extends RedisLeasesTests {

        @Override
        RedisPlace place() {
            return RedisContracts.this.place;
        }

    }

    @Nested
    class Letters extends RedisDeadLettersTests {

        @Override
        RedisPlace place() {
            return RedisContracts.this.place;
        }

    }

    @Nested
    class Control extends RedisControlWireTests {

        @Override
        RedisPlace place() {
            return RedisContracts.this.place;
        }

    }

    @Nested
    class Inspection extends RedisQueueInspectionTests {

        @Override
        RedisPlace place() {
            return RedisContracts.this.place;
        }

    }

    @Nested
    class Journey extends RedisJourneyTests {

        @Override
        RedisPlace place() {
            return RedisContracts.this.place;
        }

    }

    @Nested
    class Results extends ResultBackendContract {

        private final RedisResults results = new RedisResults(RedisContracts.this.place);

        @Override
        protected ResultBackend open() {
            return this.results.open(1_000);
        }

        @AfterEach
        void clear() {
            this.results.clear();
        }

    }

    @Nested
    class Push extends ResultPushContract {

        private final RedisResults results = new RedisResults(RedisContracts.this.place);

        @Override
        protected ResultBackend open() {
            return this.results.open(0);
        }

        @AfterEach
        void clear() {
            this.results.clear();
        }

    }

    @Nested
    class Search extends TaskSearchContract {

        private final RedisResults results = new RedisResults(RedisContracts.this.place);

        @Override
        protected ResultBackend open() {
            return this.results.open(10_000);
        }

        @AfterEach
        void clear() {
            this.results.clear();
        }

    }

    @Nested
    class Schedules extends ScheduleStoreContract {

        private final String prefix = RedisContracts.this.place.prefix();

        @Override
        protected ScheduleStore open() {
            return other();
        }

        @Override
        protected ScheduleStore other() {
            return new RedisScheduleStore(RedisContracts.this.place.shared(), this.prefix);
        }

        @AfterEach
        void clear() {
            RedisContracts.this.place.clear(this.prefix);
        }

    }

    @Nested
    class Wanted extends WishesContract {

        private final String prefix = RedisContracts.this.place.prefix();

        private final ManualTime time = new ManualTime();

        @Override
        protected Wishes open() {
            return new RedisWishes(RedisContracts.this.place.shared(), this.prefix, this.time);
        }

        @Override
        protected void advance(Duration time) {
            Awaitility.await().pollDelay(time).until(() -> true);
            this.time.advance(time);
        }

        @AfterEach
        void clear() {
            RedisContracts.this.place.clear(this.prefix);
        }

    }

    @Nested
    class Said extends BroadcastContract {

        private final String prefix = RedisContracts.this.place.prefix();

        private final List<RedisConnections> elsewhere = new ArrayList<>();

        @Override
        protected Broadcast open() {
            return new RedisBroadcast(RedisContracts.this.place.shared(), this.prefix);
        }

        @Override
        protected Broadcast openElsewhere(Broadcast here) {
            RedisConnections connections = RedisContracts.this.place.connect();
            this.elsewhere.add(connections);
            return new RedisBroadcast(connections, this.prefix);
        }

        @AfterEach
        void closeElsewhere() {
            this.elsewhere.forEach(RedisConnections::close);
        }

    }

}
