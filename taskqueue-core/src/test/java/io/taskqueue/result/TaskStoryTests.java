package io.taskqueue.result;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.result.TaskRecord.Attempt;
import io.taskqueue.result.TaskStory.Folded;

import static org.assertj.core.api.Assertions.assertThat;

class TaskStoryTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final TaskDetails DETAILS = new TaskDetails("shop.count", "mail", null, null, null, null, null, null,
            null, null, null);

    private static TaskResult says(TaskState state, TaskRun run, int second) {
        return TaskResult.of("a", state, run, NOON.plusSeconds(second), TaskDetails.NONE).by("worker@test");
    }

    private static TaskResult queued() {
        return TaskResult.of("a", TaskState.QUEUED, TaskRun.NONE, NOON, DETAILS);
    }

    private static TaskRun run(int attempt, int deliveries) {
        return new TaskRun(attempt, deliveries, "t" + attempt + deliveries);
    }

    private static TaskRecord story(TaskResult... statements) {
        return story(List.of(statements));
    }

    private static TaskRecord story(List<TaskResult> statements) {
        TaskRecord record = null;
        for (TaskResult statement : statements) {
            record = TaskStory.fold(record, statement).record();
        }
        assertThat(record).isNotNull();
        return record;
    }

    private static Answer.Fate fate(@Nullable TaskRecord before, TaskResult statement) {
        return TaskStory.fold(before, statement).answer().fate();
    }

    @Test
    void firstStatementBeginsTheStory() {
        Folded begun = TaskStory.fold(null, says(TaskState.STARTED, run(1, 1), 2));
        assertThat(begun.answer()).isEqualTo(Answer.done());
        assertThat(begun.record().created()).isEqualTo(NOON.plusSeconds(2));
        assertThat(begun.record().started()).isEqualTo(NOON.plusSeconds(2));
        assertThat(begun.record().received()).isNull();
        assertThat(begun.record().done()).isNull();
    }

    @Test
    void firstStatementMayBeTheEnd() {
        TaskRecord story = story(says(TaskState.FAILURE, run(1, 1), 2).error(TaskError.of("X", "y")));
        assertThat(story.done()).isEqualTo(NOON.plusSeconds(2));
        assertThat(story.attempts()).extracting(Attempt::state).containsExactly(TaskState.FAILURE);
    }

    @Test
    void statementsOfOneRunTellOneStoryInAnyOrder() {
        List<TaskResult> statements = new ArrayList<>(
                List.of(queued(), says(TaskState.RECEIVED, run(1, 1), 1), says(TaskState.STARTED, run(1, 1), 2),
                        says(TaskState.PROGRESS, run(1, 1), 3).progress(new Progress(1, 2, null)),
                        says(TaskState.SUCCESS, run(1, 1), 4).value("42")));
        TaskRecord inOrder = story(statements);
        Random random = new Random(42);
        for (int i = 0; i < 200; i++) {
            Collections.shuffle(statements, random);
            TaskRecord story = story(statements);
            assertThat(story.state()).isEqualTo(TaskState.SUCCESS);
            assertThat(story.last().value()).isEqualTo("42");
            assertThat(story.last().details()).isEqualTo(DETAILS);
            assertThat(List.of(story.created(), story.received(), story.started(), story.done()))
                .isEqualTo(List.of(inOrder.created(), inOrder.received(), inOrder.started(), inOrder.done()));
            assertThat(story.attempts()).isEqualTo(inOrder.attempts());
        }
    }

    @Test
    void answersTellWhatBecameOfAStatement() {
        TaskRecord running = story(says(TaskState.STARTED, run(2, 2), 2));
        assertThat(fate(running, says(TaskState.RECEIVED, run(2, 2), 1))).isEqualTo(Answer.Fate.DONE);
        assertThat(fate(running, queued())).isEqualTo(Answer.Fate.DONE);
        assertThat(fate(running, says(TaskState.SUCCESS, run(2, 1), 3))).isEqualTo(Answer.Fate.FENCED);
        assertThat(fate(running, says(TaskState.SUCCESS, run(1, 9), 3))).isEqualTo(Answer.Fate.FENCED);
        assertThat(fate(running, says(TaskState.REVOKED, TaskRun.NONE, 3))).isEqualTo(Answer.Fate.FENCED);
        assertThat(fate(running, says(TaskState.RECEIVED, run(2, 3), 3))).isEqualTo(Answer.Fate.DONE);
    }

    @Test
    @Tag("G3")
    void afterTheEndOnlyItsOwnWordsAreDone() {
        TaskRecord ended = story(says(TaskState.SUCCESS, run(1, 1), 2));
        assertThat(fate(ended, says(TaskState.SUCCESS, run(1, 1), 2))).isEqualTo(Answer.Fate.DONE);
        assertThat(fate(ended, says(TaskState.SUCCESS, new TaskRun(1, 1, "other"), 2))).isEqualTo(Answer.Fate.FINAL);
        assertThat(fate(ended, says(TaskState.FAILURE, run(1, 1), 2))).isEqualTo(Answer.Fate.FINAL);
        assertThat(fate(ended, says(TaskState.STARTED, run(1, 1), 1))).isEqualTo(Answer.Fate.FINAL);
        assertThat(fate(ended, says(TaskState.RECEIVED, run(1, 2), 3))).isEqualTo(Answer.Fate.FINAL);
        assertThat(fate(ended, says(TaskState.SUCCESS, run(2, 1), 3))).isEqualTo(Answer.Fate.FINAL);
        assertThat(fate(ended, queued())).isEqualTo(Answer.Fate.FINAL);
    }

    @Test
    @Tag("G3")
    void refusedStatementChangesNothing() {
        TaskRecord running = story(says(TaskState.STARTED, run(1, 2), 2));
        assertThat(TaskStory.fold(running, says(TaskState.SUCCESS, run(1, 1), 3)).record()).isSameAs(running);
        TaskRecord ended = story(says(TaskState.SUCCESS, run(1, 1), 2));
        assertThat(TaskStory.fold(ended, says(TaskState.SUCCESS, run(1, 2), 3)).record()).isSameAs(ended);
    }

    @Test
    void newRunStartsItsOwnTimes() {
        TaskRecord story = story(says(TaskState.RECEIVED, run(1, 1), 1), says(TaskState.STARTED, run(1, 1), 2),
                says(TaskState.RETRY, run(1, 1), 3), says(TaskState.RECEIVED, run(2, 1), 10));
        assertThat(story.received()).isEqualTo(NOON.plusSeconds(10));
        assertThat(story.started()).isNull();
        assertThat(story.created()).isEqualTo(NOON.plusSeconds(1));
        assertThat(story.attempts()).extracting(Attempt::started).containsExactly(NOON.plusSeconds(2));
    }

    @Test
    void failureThatFollowsItsOwnRetryTakesItsPlace() {
        TaskRecord story = story(says(TaskState.STARTED, run(1, 1), 1), says(TaskState.RETRY, run(1, 1), 2),
                says(TaskState.FAILURE, run(1, 1), 3));
        assertThat(story.attempts()).containsExactly(new Attempt(run(1, 1), TaskState.FAILURE, "worker@test",
                NOON.plusSeconds(1), NOON.plusSeconds(3), null));
    }

    @Test
    void progressIsKeptWithinItsRun() {
        Progress half = new Progress(1, 2, null);
        TaskRecord failed = story(says(TaskState.PROGRESS, run(1, 1), 1).progress(half),
                says(TaskState.RETRY, run(1, 1), 2));
        assertThat(failed.last().progress()).isEqualTo(half);
        assertThat(TaskStory.fold(failed, says(TaskState.STARTED, run(2, 1), 3)).record().last().progress()).isNull();
    }

    @Test
    void equalRankLetsTheLastToldStandWhateverItsClock() {
        TaskRecord story = story(says(TaskState.PROGRESS, run(1, 1), 3_600).progress(new Progress(1, 10, null)),
                says(TaskState.PROGRESS, run(1, 1), 1).progress(new Progress(2, 10, null)));
        assertThat(story.last().progress()).isEqualTo(new Progress(2, 10, null));
    }

    @Test
    void workerStaysWhereNobodyNamesAnother() {
        TaskRecord story = story(says(TaskState.STARTED, run(1, 1), 1), says(TaskState.SUCCESS, run(1, 1), 2).by(null));
        assertThat(story.last().worker()).isEqualTo("worker@test");
    }

    @Test
    void unsentIsNotHiddenByItsOwnCall() {
        TaskResult unsent = says(TaskState.UNSENT, TaskRun.NONE, 1);
        assertThat(story(queued(), unsent).state()).isEqualTo(TaskState.UNSENT);
        assertThat(story(unsent, queued()).state()).isEqualTo(TaskState.UNSENT);
        assertThat(story(unsent, says(TaskState.RECEIVED, run(1, 1), 2)).state()).isEqualTo(TaskState.RECEIVED);
    }

    @Test
    @Tag("G20")
    void attemptsAreBoundedTheNewestKept() {
        List<TaskResult> retries = new ArrayList<>();
        for (int i = 1; i <= TaskStory.MAX_ATTEMPTS + 5; i++) {
            retries.add(says(TaskState.RETRY, run(i, 1), i));
        }
        List<Attempt> attempts = story(retries).attempts();
        assertThat(attempts).hasSize(TaskStory.MAX_ATTEMPTS);
        assertThat(attempts.get(0).run().attempt()).isEqualTo(6);
        assertThat(attempts.get(attempts.size() - 1).run().attempt()).isEqualTo(TaskStory.MAX_ATTEMPTS + 5);
    }

}
