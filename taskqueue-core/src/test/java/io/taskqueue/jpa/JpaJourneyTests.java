package io.taskqueue.jpa;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.AsyncResult;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskState;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A call's whole way with its story in a real database. */
class JpaJourneyTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(Database.class)
    void storyIsInTheDatabaseFromTheCallToTheEnd(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        try (Engine engine = Engine.with(new Mill()).results(store).build()) {
            AsyncResult<String> call = engine.tasks.delay(Mill::grind, "corn");
            assertThat(engine.story(call.id()).state()).isEqualTo(TaskState.QUEUED);
            engine.work(2);
            assertThat(call.get(SOON)).isEqualTo("ground corn");
            TaskRecord story = engine.story(call.id());
            assertThat(story.state()).isEqualTo(TaskState.SUCCESS);
            assertThat(story.last().progress()).isEqualTo(new Progress(2, 2, "fine"));
            assertThat(story.last().details().args()).isEqualTo("[\"corn\"]");
            assertThat(story.started()).isBetween(story.created(), story.done());
            assertThat(story.attempts().stream().map((attempt) -> attempt.state())).startsWith(TaskState.RETRY);
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void tasksThatWereOnlyInTheMemoryOfAnEndedProcessAreLost(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        try (Engine engine = Engine.with(new Mill()).results(store).build()) {
            engine.tasks.signature(Mill::count).id("waits-for-ever").countdown(Duration.ofHours(1)).apply();
            engine.work(1);
            assertThat(engine.story("waits-for-ever").state()).isEqualTo(TaskState.QUEUED);
        }
        try (Engine next = Engine.with(new Mill()).results(database.store(TimeSource.system())).build()) {
            assertThat(next.story("waits-for-ever").state()).isEqualTo(TaskState.LOST);
            assertThat(next.story("waits-for-ever").last().error()).isNotNull();
        }
    }

    @Test
    @Tag("G14")
    void flushIsOneStatementHoweverManyTasks() {
        Database.POSTGRES.emptyStore(TimeSource.system());
        WatchedDataSource watched = new WatchedDataSource(Database.POSTGRES.pool());
        JpaResultBackend store = new JpaResultBackend(watched, JpaResultBackend.Options.defaults(),
                TimeSource.system());
        try (Engine engine = Engine.with(new Mill()).results(store).build()) {
            int before = watched.executed.size();
            List<AsyncResult<Integer>> calls = engine.tasks
                .delayAll(IntStream.range(0, 5_000).mapToObj((i) -> engine.tasks.signature(Mill::count)).toList());
            engine.work(4);
            await().atMost(SOON)
                .until(() -> store.count(TaskFilter.all().in(TaskState.SUCCESS))
                    .equals(Map.of(TaskState.SUCCESS, 5_000L)));
            assertThat(calls).hasSize(5_000);
            assertThat(watched.executed.size() - before).isLessThan(2_000);
        }
    }

    @Test
    void printsHowManyTasksASecondPostgresFollows() {
        int tasks = 20_000;
        JpaResultBackend store = Database.POSTGRES.emptyStore(TimeSource.system());
        int rounds = (Scale.current().rounds() > 2) ? 5 : 2;
        for (int round = 1; round <= rounds; round++) {
            Mill mill = new Mill();
            try (Engine engine = Engine.with(mill).results(store).build()) {
                long start = System.nanoTime();
                engine.work(2);
                for (int from = 0; from < tasks; from += 1_000) {
                    engine.tasks.delayAll(
                            IntStream.range(0, 1_000).mapToObj((i) -> engine.tasks.signature(Mill::count)).toList());
                }
                long expected = (long) tasks * round;
                await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> mill.runs.get() == tasks && engine.journal.flush(SOON)
                            && store.count(TaskFilter.all().in(TaskState.SUCCESS))
                                .getOrDefault(TaskState.SUCCESS, 0L) == expected);
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        "figure: %d tasks called, run and stored on PostgreSQL with their stories: %.0f tasks/s%n",
                        tasks, tasks / seconds);
            }
        }
        assertThat(store.count(TaskFilter.all())).isEqualTo(Map.of(TaskState.SUCCESS, (long) tasks * rounds));
    }

    static class Mill {

        final AtomicInteger runs = new AtomicInteger();

        @SharedTask
        String grind(String what, TaskContext task) {
            if (task.attempt() == 1) {
                throw task.retry(new IllegalStateException("too coarse"), Duration.ZERO);
            }
            task.progress(2, 2, "fine");
            return "ground " + what;
        }

        @SharedTask
        int count() {
            return this.runs.incrementAndGet();
        }

    }

}
