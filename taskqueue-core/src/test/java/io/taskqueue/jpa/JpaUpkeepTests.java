package io.taskqueue.jpa;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.jpa.JpaResultBackend.Options;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer.Fate;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskState;

import static io.taskqueue.jpa.Said.NOON;
import static io.taskqueue.jpa.Said.fates;
import static io.taskqueue.jpa.Said.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What goes with time, and what is lost with a process. */
class JpaUpkeepTests {

    @ParameterizedTest
    @EnumSource
    void removesWhatEndedLongAgo(Database database) {
        database.emptyStore(TimeSource.system());
        Options options = Options.defaults().expires(Duration.ofHours(1), Duration.ofHours(10));
        JpaResultBackend store = new JpaResultBackend(database.pool(), options, new Said.At(NOON));
        store.store(List.of(Said.retry("good", run(1, 1)), Said.success("good", run(2, 1)),
                Said.failure("bad", run(1, 1)), Said.queued("open")));
        assertThat(after(Duration.ofMinutes(59), database).removeExpired(100)).isZero();
        assertThat(after(Duration.ofMinutes(61), database).removeExpired(100)).isOne();
        assertThat(store.find(List.of("good", "bad", "open"))).containsOnlyKeys("bad", "open");
        assertThat(database.jdbc().queryForObject("select count(*) from taskqueue_attempt", Long.class)).isZero();
        assertThat(after(Duration.ofHours(11), database).removeExpired(100)).isOne();
        assertThat(store.find(List.of("good", "bad", "open"))).containsOnlyKeys("open");
    }

    @ParameterizedTest
    @EnumSource
    void removesInStepsOfAGivenSize(Database database) {
        JpaResultBackend store = database.emptyStore(new Said.At(NOON));
        store.store(List.of(Said.success("a", run(1, 1)), Said.success("b", run(1, 1)), Said.success("c", run(1, 1))));
        JpaResultBackend later = after(Duration.ofDays(2), database);
        assertThat(List.of(later.removeExpired(2), later.removeExpired(2), later.removeExpired(2))).containsExactly(2,
                1, 0);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotKeepWhatNeverEndsForEver(Database database) {
        JpaResultBackend store = database.emptyStore(new Said.At(NOON));
        store.store(List.of(Said.queued("forgotten"), Said.queued("delayed").due(NOON.plus(Duration.ofDays(50)))));
        assertThat(after(Duration.ofDays(80), database).removeExpired(100)).isZero();
        assertThat(after(Duration.ofDays(100), database).removeExpired(100)).isOne();
        assertThat(store.find(List.of("forgotten", "delayed"))).containsOnlyKeys("delayed");
    }

    @ParameterizedTest
    @EnumSource
    void aSilentProcessLosesItsOpenTasks(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.attest("silent");
        store.attest("alive");
        store.store(List.of(Said.queuedFrom("waiting", "silent"), Said.queuedFrom("other", "alive"),
                Said.queuedFrom("ended", "silent"), Said.success("ended", run(1, 1)), Said.queued("outside")));
        store.store(List.of(Said.queuedFrom("running", "silent"), Said.started("running", run(1, 1))));
        database.jdbc().update("update taskqueue_home set seen_at = ? where home = 'silent'", longAgo(database));
        assertThat(store.markLost(Duration.ofMinutes(5), 100)).isEqualTo(2);
        assertThat(store.markLost(Duration.ofMinutes(5), 100)).isZero();
        assertThat(store.search(TaskFilter.all().in(TaskState.LOST), null, 10).tasks()).extracting(TaskRecord::id)
            .containsExactlyInAnyOrder("waiting", "running");
        TaskRecord lost = store.record("running").orElseThrow();
        assertThat(lost.last().error()).isNotNull();
        assertThat(lost.done()).isNotNull();
        assertThat(fates(store.store(List.of(Said.success("running", run(1, 1)))))).containsExactly(Fate.FINAL);
    }

    @ParameterizedTest
    @EnumSource
    void marksNoMoreThanItIsAskedTo(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.attest("silent");
        store.store(List.of(Said.queuedFrom("a", "silent"), Said.queuedFrom("b", "silent"),
                Said.queuedFrom("c", "silent")));
        database.jdbc().update("update taskqueue_home set seen_at = ?", longAgo(database));
        assertThat(store.markLost(Duration.ofMinutes(5), 2)).isEqualTo(2);
        assertThat(store.markLost(Duration.ofMinutes(5), 2)).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void aProcessThatLeavesLosesItsTasksAtOnce(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.attest("leaving");
        store.store(List.of(Said.queuedFrom("a", "leaving"), Said.queuedFrom("b", "staying")));
        store.leave("leaving");
        assertThat(store.count(TaskFilter.all())).containsOnly(Map.entry(TaskState.LOST, 1L),
                Map.entry(TaskState.QUEUED, 1L));
        store.store(List.of(Said.queuedFrom("straggler", "leaving")));
        assertThat(store.markLost(Duration.ofMinutes(5), 100)).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void aSignOfLifeKeepsTasksOpen(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.attest("alive");
        store.store(List.of(Said.queuedFrom("a", "alive")));
        database.jdbc().update("update taskqueue_home set seen_at = ?", longAgo(database));
        store.attest("alive");
        assertThat(store.markLost(Duration.ofMinutes(5), 100)).isZero();
    }

    @Test
    void afterAnOutageSilenceMeansNothingForAWhile() {
        JpaResultBackend other = Database.H2.emptyStore(TimeSource.system());
        other.attest("silent");
        other.store(List.of(Said.queuedFrom("a", "silent")));
        Database.H2.jdbc().update("update taskqueue_home set seen_at = ?", longAgo(Database.H2));
        WatchedDataSource watched = new WatchedDataSource(Database.H2.pool());
        AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
        JpaResultBackend store = new JpaResultBackend(watched, Options.defaults(), timeAfter(passed));
        watched.breakAt(WatchedDataSource.Break.CONNECT, 1);
        assertThatExceptionOfType(ResultStoreException.class).isThrownBy(() -> store.attest("mine"));
        assertThat(store.markLost(Duration.ofMinutes(1), 100)).isZero();
        store.attest("mine");
        assertThat(store.markLost(Duration.ofMinutes(1), 100)).isZero();
        passed.set(Duration.ofSeconds(59));
        assertThat(store.markLost(Duration.ofMinutes(1), 100)).isZero();
        passed.set(Duration.ofSeconds(60));
        assertThat(store.markLost(Duration.ofMinutes(1), 100)).isOne();
    }

    @Test
    void whoSleptDoesNotCallOthersDead() {
        AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
        JpaResultBackend store = Database.H2.emptyStore(timeAfter(passed));
        store.attest("silent");
        store.store(List.of(Said.queuedFrom("a", "silent")));
        assertThat(store.markLost(Duration.ofMinutes(1), 100)).isZero();
        Database.H2.jdbc().update("update taskqueue_home set seen_at = ?", longAgo(Database.H2));
        passed.set(Duration.ofHours(8));
        assertThat(store.markLost(Duration.ofMinutes(1), 100)).isZero();
        passed.set(Duration.ofHours(8).plusSeconds(60));
        assertThat(store.markLost(Duration.ofMinutes(1), 100)).isOne();
    }

    private static TimeSource timeAfter(AtomicReference<Duration> passed) {
        return new TimeSource() {

            @Override
            public Instant now() {
                return NOON.plus(passed.get());
            }

            @Override
            public long nanos() {
                return passed.get().toNanos();
            }

        };
    }

    private static Object longAgo(Database database) {
        LocalDateTime moment = LocalDateTime.of(2020, 1, 1, 0, 0);
        return (database == Database.MARIADB) ? moment : moment.atOffset(ZoneOffset.UTC);
    }

    private static JpaResultBackend after(Duration time, Database database) {
        return database.store(new Said.At(NOON.plus(time)));
    }

}
