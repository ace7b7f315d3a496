package io.taskqueue.jpa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.Answer.Fate;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

import static io.taskqueue.jpa.Said.run;
import static org.assertj.core.api.Assertions.assertThat;

/** Several nodes that speak of the same tasks at the same time. */
class JpaConcurrencyTests {

    private static final int NODES = 8;

    private static final int TASKS = 60;

    @ParameterizedTest
    @EnumSource
    void flushesOfTheSameTasksDoNotHinderEachOther(Database database) throws Exception {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        List<List<Answer>> answers = together((node) -> {
            List<Answer> own = new ArrayList<>();
            Random order = new Random(node);
            for (int round = 1; round <= 10; round++) {
                List<TaskResult> batch = new ArrayList<>();
                for (int task = 0; task < TASKS; task++) {
                    batch.add(Said.started("task-" + task, new TaskRun(round, node, "node-" + node)));
                }
                Collections.shuffle(batch, order);
                own.addAll(store.store(batch));
            }
            return own;
        });
        assertThat(answers).allSatisfy((own) -> assertThat(own).noneMatch(Answer::retryable));
        assertThat(store.search(TaskFilter.all(), null, TASKS).tasks()).hasSize(TASKS)
            .allSatisfy((task) -> assertThat(task.last().run()).isEqualTo(new TaskRun(10, NODES - 1, "node-7")));
    }

    @ParameterizedTest
    @EnumSource
    void exactlyOneOfSeveralEndsIsTaken(Database database) throws Exception {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        List<List<Answer>> answers = together((node) -> {
            List<TaskResult> batch = new ArrayList<>();
            for (int task = 0; task < TASKS; task++) {
                batch.add(Said.success("task-" + task, run(1, node + 1)).value("" + node));
            }
            return store.store(batch);
        });
        Map<String, TaskResult> found = store
            .find(IntStream.range(0, TASKS).mapToObj((task) -> "task-" + task).toList());
        for (int task = 0; task < TASKS; task++) {
            int index = task;
            List<Integer> winners = IntStream.range(0, NODES)
                .filter((node) -> answers.get(node).get(index).isDone())
                .boxed()
                .toList();
            assertThat(winners).hasSize(1);
            assertThat(found.get("task-" + task).value()).isEqualTo("" + winners.get(0));
        }
        assertThat(answers).allSatisfy((own) -> assertThat(Said.fates(own)).doesNotContain(Fate.FAILED, Fate.UNKNOWN));
        assertThat(store.count(TaskFilter.all())).containsExactly(Map.entry(TaskState.SUCCESS, (long) TASKS));
    }

    @ParameterizedTest
    @EnumSource
    void severalNodesRemoveEachRowOnce(Database database) throws Exception {
        JpaResultBackend store = database.emptyStore(new Said.At(Said.NOON));
        List<TaskResult> batch = new ArrayList<>();
        for (int task = 0; task < 500; task++) {
            batch.add(Said.success("task-" + task, run(1, 1)));
        }
        store.store(batch);
        JpaResultBackend later = database.store(new Said.At(Said.NOON.plusSeconds(100_000)));
        AtomicInteger removed = new AtomicInteger();
        together((node) -> {
            // one that finds nothing may only have met rows that others are removing
            for (int round = 0; round < 500 && removed.get() < 500; round++) {
                removed.addAndGet(later.removeExpired(25));
            }
            return removed.addAndGet(later.removeExpired(25));
        });
        assertThat(removed).hasValue(500);
    }

    private static <T> List<T> together(Node<T> work) throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        CyclicBarrier start = new CyclicBarrier(NODES);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                int node = i;
                running.add(nodes.submit(() -> {
                    start.await();
                    return work.run(node);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get(60, TimeUnit.SECONDS));
            }
            return results;
        }
        finally {
            nodes.shutdownNow();
        }
    }

    private interface Node<T> {

        T run(int node) throws Exception;

    }

}
