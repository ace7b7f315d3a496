package io.taskqueue.jpa;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.taskqueue.Scale;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many tasks a second a real database takes, each with its call, its start and its
 * end.
 */
class JpaThroughputTests {

    private static final int TASKS = 20_000;

    private static final int WARM_UP = 2_000;

    private static final int FLUSH = 250;

    @Test
    void printsHowManyTasksASecondPostgresTakes() {
        JpaResultBackend store = Database.POSTGRES.emptyStore(TimeSource.system());
        int rounds = Scale.current().rounds();
        tasksPerSecond(store, WARM_UP, true);
        for (int round = 0; round < rounds; round++) {
            double together = tasksPerSecond(store, TASKS, true);
            double apart = tasksPerSecond(store, TASKS, false);
            System.out.printf(
                    "figure: PostgreSQL, flushes of %d tasks: %.0f tasks/s told at once, %.0f tasks/s in two flushes%n",
                    FLUSH, together, apart);
        }
        assertThat(store.count(TaskFilter.all()))
            .isEqualTo(Map.of(TaskState.SUCCESS, (long) WARM_UP + 2L * rounds * TASKS));
    }

    private static double tasksPerSecond(JpaResultBackend store, int tasks, boolean together) {
        long start = System.nanoTime();
        for (int from = 0; from < tasks; from += FLUSH) {
            List<TaskResult> calls = new ArrayList<>();
            List<TaskResult> runs = new ArrayList<>();
            for (int i = 0; i < FLUSH; i++) {
                tell(UUID.randomUUID().toString(), calls, together ? calls : runs);
            }
            assertThat(store.store(calls)).allMatch(Answer::isDone);
            assertThat(store.store(runs)).allMatch(Answer::isDone);
        }
        return tasks * 1e9 / (System.nanoTime() - start);
    }

    private static void tell(String id, List<TaskResult> calls, List<TaskResult> runs) {
        Instant now = Instant.now();
        TaskRun run = new TaskRun(1, 1, "node-" + id);
        TaskDetails details = new TaskDetails("shop.send_invoice_email", "mail", 0, "[4711]", "{}", id, null, null,
                null, null, "node-1");
        calls.add(TaskResult.of(id, TaskState.QUEUED, TaskRun.NONE, now, details));
        runs.add(TaskResult.of(id, TaskState.STARTED, run, now.plusMillis(1), details).by("worker-1"));
        runs.add(TaskResult.of(id, TaskState.SUCCESS, run, now.plusMillis(4), details)
            .by("worker-1")
            .value("{\"receipt\":\"" + id + "\",\"pages\":3}"));
    }

}
