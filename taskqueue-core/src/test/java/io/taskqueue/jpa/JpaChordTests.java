package io.taskqueue.jpa;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.AsyncResult;
import io.taskqueue.SharedTask;
import io.taskqueue.broker.Broker;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.message.ManualTime;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.CanvasStore;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.DiscardingResultBackend;
import io.taskqueue.result.TaskResult;
import io.taskqueue.worker.Engine;
import io.taskqueue.worker.SharedBroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Chords whose results are in a database. */
class JpaChordTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    @Tag("G13")
    void databaseCountsAndForgets(Database database) {
        try (Engine engine = Engine.with(new Sums()).results(database.emptyStore(TimeSource.system())).build()) {
            engine.work(4);
            AsyncResult<Integer> total = engine.tasks
                .group(IntStream.range(0, 1_000).mapToObj((i) -> engine.tasks.signature(Sums::same, i)).toList())
                .then(Sums::total)
                .apply();
            assertThat(total.get(SOON)).isEqualTo(499_500);
            Awaitility.await()
                .untilAsserted(() -> assertThat(rows(database, "chord") + rows(database, "chord_end")).isZero());
        }
    }

    @ParameterizedTest
    @EnumSource
    void chordThatNeverEndsIsRemovedOneDay(Database database) {
        ManualTime time = new ManualTime();
        JpaResultBackend store = database.emptyStore(time);
        ChordCounter counter = store.capability(ChordCounter.class).orElseThrow();
        counter.open(List.of(new ChordCounter.Opening("c", 2), new ChordCounter.Opening("never", 2)));
        time.advance(Duration.ofHours(23));
        counter.count(List.of(new ChordCounter.Part("c", 0, Said.success("a", Said.run(1, 1)), "{}")));
        time.advance(Duration.ofHours(23));
        store.removeExpired(10);
        assertThat(rows(database, "chord")).isOne();
        assertThat(counter.ends("c")).hasSize(1);
        counter.begin("body", "copy");
        store.capability(CanvasStore.class).orElseThrow().remember("canvas", "{}");
        time.advance(Duration.ofHours(2));
        store.removeExpired(10);
        assertThat(rows(database, "chord") + rows(database, "chord_end")).isZero();
        assertThat(rows(database, "canvas")).isOne();
        time.advance(Duration.ofHours(24));
        store.removeExpired(10);
        assertThat(rows(database, "canvas") + rows(database, "chord_body")).isZero();
    }

    /**
     * As many threads as connections, each holding one, must not wait for a second one.
     */
    @ParameterizedTest
    @EnumSource
    void chordInATransactionNeedsNoSecondConnection(Database database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.newUrl());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(2_000);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            database.createTables(pool);
            TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
            JpaResultBackend store = new JpaResultBackend(pool, JpaResultBackend.Options.defaults(),
                    TimeSource.system());
            try (Engine engine = Engine.with(new Sums()).results(store).build()) {
                engine.work(1);
                AsyncResult<Integer> total = transaction.execute((status) -> chord(engine));
                assertThat(total.get(SOON)).isEqualTo(3);
                assertThat(engine.tasks.workflow(total.id())).isPresent();
                AsyncResult<Integer> undone = transaction.execute((status) -> {
                    status.setRollbackOnly();
                    return chord(engine);
                });
                assertThat(engine.tasks.workflow(undone.id())).isEmpty();
                JdbcTemplate jdbc = new JdbcTemplate(pool);
                assertThat(jdbc.queryForObject("select count(*) from taskqueue_canvas", Integer.class)).isOne();
                Awaitility.await()
                    .until(() -> jdbc.queryForObject("select count(*) from taskqueue_chord", Integer.class) == 0);
            }
        }
    }

    private static AsyncResult<Integer> chord(Engine engine) {
        return engine.tasks.group(List.of(engine.tasks.signature(Sums::same, 1), engine.tasks.signature(Sums::same, 2)))
            .then(Sums::total)
            .apply();
    }

    @Test
    void longIdsAndStrangeTextAreCountedToo() {
        JpaResultBackend store = Database.POSTGRES.emptyStore(TimeSource.system());
        ChordCounter counter = store.capability(ChordCounter.class).orElseThrow();
        String chord = "ä".repeat(300);
        counter.open(List.of(new ChordCounter.Opening(chord, 1)));
        TaskResult end = Said.success("i".repeat(300), Said.run(1, 1)).value("\"\0\"");
        assertThat(counter.count(List.of(new ChordCounter.Part(chord, 0, end, "{\"a\":\"\0\"}"))))
            .containsExactly(new ChordCounter.Counted(Answer.done(), true));
        assertThat(counter.ends(chord)).hasSize(1);
        counter.close(List.of(chord));
        assertThat(counter.ends(chord)).isEmpty();
    }

    @Test
    void chordIsRefusedWhereNobodyCounts() {
        MemoryBroker memory = new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system());
        try (Engine engine = Engine.with(new Sums())
            .broker(new Uncounting(memory))
            .results(new DiscardingResultBackend())
            .build()) {
            assertThatIllegalStateException().isThrownBy(
                    () -> engine.tasks.group(List.of(engine.tasks.signature(Sums::same, 1))).then(Sums::total).apply())
                .withMessageContaining("taskqueue.result.type=jpa");
        }
    }

    private static int rows(Database database, String table) {
        return database.jdbc().queryForObject("select count(*) from taskqueue_" + table, Integer.class);
    }

    static class Sums {

        @SharedTask
        int same(int number) {
            return number;
        }

        @SharedTask
        int total(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

    }

    private static final class Uncounting extends SharedBroker {

        Uncounting(Broker broker) {
            super(broker);
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return (type == ChordCounter.class) ? Optional.empty() : super.capability(type);
        }

    }

}
