package io.taskqueue.jpa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

import static io.taskqueue.jpa.Said.run;
import static org.assertj.core.api.Assertions.assertThat;

/** How much is executed for how much that is said. */
class JpaBatchTests {

    @ParameterizedTest
    @EnumSource
    void aFlushOfAThousandTasksIsOneWrite(Database database) {
        database.emptyStore(TimeSource.system());
        WatchedDataSource watched = new WatchedDataSource(database.pool());
        JpaResultBackend store = new JpaResultBackend(watched, JpaResultBackend.Options.defaults(),
                TimeSource.system());
        assertThat(store.store(threeStatementsAbout(1_000))).hasSize(3_000).allMatch(Answer::isDone);
        assertThat(writes(watched)).hasSize(1);
        // where the write cannot tell what became of it, one question for the whole batch
        assertThat(watched.executed).hasSize((database == Database.POSTGRES) ? 1 : 2);
    }

    @ParameterizedTest
    @EnumSource
    void retriesOfAFlushAreOneWriteMore(Database database) {
        database.emptyStore(TimeSource.system());
        WatchedDataSource watched = new WatchedDataSource(database.pool());
        JpaResultBackend store = new JpaResultBackend(watched, JpaResultBackend.Options.defaults(),
                TimeSource.system());
        List<TaskResult> retries = IntStream.range(0, 200).mapToObj((i) -> Said.retry("task-" + i, run(1, 1))).toList();
        assertThat(store.store(retries)).allMatch(Answer::isDone);
        assertThat(writes(watched)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void twentyThousandTasksAreAsManyWritesAsFlushes(Database database) {
        database.emptyStore(TimeSource.system());
        WatchedDataSource watched = new WatchedDataSource(database.pool());
        JpaResultBackend store = new JpaResultBackend(watched, JpaResultBackend.Options.defaults(),
                TimeSource.system());
        List<TaskResult> all = threeStatementsAbout(20_000);
        int flushes = 0;
        for (int from = 0; from < all.size(); from += 1_500) {
            store.store(all.subList(from, from + 1_500));
            flushes++;
        }
        assertThat(writes(watched)).hasSize(flushes);
        assertThat(store.count(TaskFilter.all())).containsExactly(Map.entry(TaskState.SUCCESS, 20_000L));
    }

    private static List<String> writes(WatchedDataSource watched) {
        return watched.executed.stream().filter((sql) -> !sql.startsWith("select")).toList();
    }

    private static List<TaskResult> threeStatementsAbout(int tasks) {
        List<TaskResult> statements = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            String id = "task-" + i;
            statements.add(Said.queued(id));
            statements.add(Said.started(id, run(1, 1)));
            statements.add(Said.success(id, run(1, 1)));
        }
        return statements;
    }

}
