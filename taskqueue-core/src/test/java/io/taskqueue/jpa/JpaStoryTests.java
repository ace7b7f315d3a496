package io.taskqueue.jpa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer.Fate;
import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.result.TaskStory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rule exists twice, as {@link TaskStory} and as SQL: random statements must come to
 * the same end under both.
 */
class JpaStoryTests {

    private static final List<TaskRun> RUNS = List.of(TaskRun.NONE, new TaskRun(1, 1, "a"), new TaskRun(1, 1, "b"),
            new TaskRun(1, 2, "c"), new TaskRun(2, 1, "d"));

    private static final List<String> STATES = List.of("QUEUED", "UNSENT", "RECEIVED", "STARTED", "PROGRESS", "PACKED",
            "RETRY", "SUCCESS", "FAILURE", "REVOKED");

    @ParameterizedTest
    @EnumSource
    void aRowTakesWhatAStoryTakes(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        Random random = new Random(42);
        Map<String, TaskRecord> stories = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            TaskResult statement = statement("task-" + random.nextInt(80), random, i);
            TaskStory.Folded folded = TaskStory.fold(stories.get(statement.id()), statement);
            stories.put(statement.id(), folded.record());
            assertThat(Said.fates(store.store(List.of(statement)))).as("%s", statement)
                .containsExactly(folded.answer().fate());
            assertThat(store.record(statement.id())).as("%s", statement).contains(folded.record());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchEndsWhereItsStatementsEnd(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        Random random = new Random(7);
        Map<String, TaskRecord> stories = new HashMap<>();
        for (int round = 0; round < 60; round++) {
            List<TaskResult> batch = new ArrayList<>();
            List<Fate> fates = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                TaskResult statement = statement("task-" + random.nextInt(8) + "-" + round / 5, random, round * 20 + i);
                TaskStory.Folded folded = TaskStory.fold(stories.get(statement.id()), statement);
                stories.put(statement.id(), folded.record());
                batch.add(statement);
                fates.add(folded.answer().fate());
            }
            assertThat(Said.fates(store.store(batch))).containsExactlyElementsOf(fates);
            for (TaskResult statement : batch) {
                TaskRecord row = store.record(statement.id()).orElseThrow();
                assertThat(early(row)).isEqualTo(early(Objects.requireNonNull(stories.get(statement.id()))));
            }
        }
    }

    /**
     * Without what a run may say after its own retry: a batch takes its progress, and a
     * retry that is told does not change.
     */
    private static TaskRecord early(TaskRecord task) {
        return new TaskRecord(task.last().progress(null), task.created(), task.received(), task.started(), task.done(),
                task.attempts()
                    .stream()
                    .map((end) -> new TaskRecord.Attempt(end.run(), end.state(), end.worker(), null, end.ended(),
                            end.error()))
                    .toList());
    }

    private static TaskResult statement(String id, Random random, int second) {
        TaskState state = TaskState.of(STATES.get(random.nextInt(STATES.size())));
        TaskDetails details = new TaskDetails(maybe(random, "task-" + second), maybe(random, "queue-" + second), null,
                maybe(random, "[" + second + "]"), null, null, null, null, null, null, null);
        TaskRun run = RUNS.get(random.nextInt(RUNS.size()));
        TaskResult statement = TaskResult.of(id, state, run, Said.NOON.plusSeconds(random.nextInt(10_000)), details)
            .by(run.equals(TaskRun.NONE) ? null : "worker-" + run.token())
            .value(maybe(random, "" + second));
        return state.name().equals("PROGRESS")
                ? statement.progress(new Progress(second, 10_000, maybe(random, "note-" + second)))
                : statement.error((maybe(random, "") != null) ? TaskError.of("Error", "" + second) : null);
    }

    private static @Nullable String maybe(Random random, String text) {
        return random.nextBoolean() ? text : null;
    }

}
