package io.taskqueue.result;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.result.Answer.Fate;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link ResultBackend} promises. */
public abstract class ResultBackendContract extends ResultScenario {

    @Test
    @Tag("G14")
    void findsWhatWasStored() {
        TaskError error = new TaskError("shop.OutOfStockException", "none left ä\n\"'", "at Shop.sell");
        TaskResult stored = says(TaskState.FAILURE, run(2, 1), 5).error(error).value("{\"a\":[1,2.50,null,\"ü\"]}");
        assertThat(store(stored)).containsExactly(Fate.DONE);
        TaskResult found = found();
        assertThat(found.id()).isEqualTo(this.id);
        assertThat(found.state()).isEqualTo(TaskState.FAILURE);
        assertThat(found.run()).isEqualTo(stored.run());
        assertThat(found.at()).isEqualTo(stored.at());
        assertThat(found.worker()).isEqualTo("worker@test");
        assertThat(found.value()).isEqualTo(stored.value());
        assertThat(found.error()).isEqualTo(error);
        assertThat(found.details().task()).isEqualTo("shop.count");
    }

    @Test
    void findsProgress() {
        store(says(TaskState.PROGRESS, run(1, 1), 1).progress(new Progress(3, 10, "third")));
        assertThat(found().progress()).isEqualTo(new Progress(3, 10, "third"));
        store(says(TaskState.PROGRESS, run(1, 1), 2).progress(new Progress(4, 10, null)));
        assertThat(found().progress()).isEqualTo(new Progress(4, 10, null));
    }

    @Test
    void findsStatesOfATasksOwn() {
        store(says(TaskState.of("PACKING"), run(1, 1), 1).value("7"));
        assertThat(found().state()).isEqualTo(TaskState.of("PACKING"));
        assertThat(found().value()).isEqualTo("7");
    }

    @Test
    void unknownIdsAreAbsent() {
        store(says(TaskState.SUCCESS, run(1, 1), 1));
        Map<String, TaskResult> found = backend().find(List.of(this.id, "unknown", this.id.toUpperCase() + "X"));
        assertThat(found).containsOnlyKeys(this.id);
        assertThat(backend().find(List.of())).isEmpty();
    }

    @Test
    void findsManyAtOnce() {
        List<TaskResult> many = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            many.add(says(this.id + "." + i, TaskState.SUCCESS, run(1, 1), 1).value(Integer.toString(i)));
        }
        assertThat(backend().store(many)).hasSize(2_500).allMatch(Answer::isDone);
        Map<String, TaskResult> found = backend().find(many.stream().map(TaskResult::id).toList());
        assertThat(found).hasSize(2_500);
        assertThat(many).allSatisfy((one) -> assertThat(found.get(one.id()).value()).isEqualTo(one.value()));
    }

    @Test
    void laterStatesOfOneRunStand() {
        TaskRun run = run(1, 1);
        for (TaskState state : List.of(TaskState.RECEIVED, TaskState.STARTED, TaskState.PROGRESS, TaskState.RETRY)) {
            assertThat(store(says(state, run, state.rank()))).containsExactly(Fate.DONE);
            assertThat(found().state()).isEqualTo(state);
        }
    }

    @Test
    void earlierStateThatComesLateDoesNotStand() {
        TaskRun run = run(1, 1);
        store(says(TaskState.PROGRESS, run, 3));
        assertThat(store(says(TaskState.STARTED, run, 2), says(TaskState.RECEIVED, run, 1), queued()))
            .containsExactly(Fate.DONE, Fate.DONE, Fate.DONE);
        assertThat(found().state()).isEqualTo(TaskState.PROGRESS);
        assertThat(found().run()).isEqualTo(run);
    }

    @Test
    void lateCallerAddsWhatOnlyHeKnows() {
        store(says(TaskState.STARTED, run(1, 1), 2));
        TaskDetails all = new TaskDetails("shop.other", "other", 5, "[1]", "{\"a\":2}", "root", "parent", "group",
                "nightly", NOON.plusSeconds(60), "home");
        store(TaskResult.of(this.id, TaskState.QUEUED, TaskRun.NONE, NOON, all));
        assertThat(found().details()).isEqualTo(new TaskDetails("shop.count", "mail", 3, "[1]", "{\"a\":2}", "root",
                "parent", "group", "nightly", NOON.plusSeconds(60), "home"));
        assertThat(found().state()).isEqualTo(TaskState.STARTED);
    }

    @Test
    void detailsStayWhenLaterStatementsKnowNone() {
        store(queued());
        store(TaskResult.of(this.id, TaskState.SUCCESS, run(1, 1), NOON.plusSeconds(1), TaskDetails.NONE).value("42"));
        assertThat(found().details()).isEqualTo(DETAILS);
        assertThat(found().value()).isEqualTo("42");
    }

    @Test
    void newerRunSpeaksOverAnOlderOne() {
        store(says(TaskState.RETRY, run(1, 1), 1).error(TaskError.of("X", "once")));
        assertThat(store(says(TaskState.RECEIVED, run(2, 1), 2))).containsExactly(Fate.DONE);
        assertThat(found().state()).isEqualTo(TaskState.RECEIVED);
        assertThat(found().error()).isNull();
        assertThat(store(says(TaskState.STARTED, run(2, 2), 3))).containsExactly(Fate.DONE);
        assertThat(found().run()).isEqualTo(run(2, 2));
    }

    @Test
    @Tag("G3")
    void olderRunIsFencedOff() {
        store(says(TaskState.STARTED, run(2, 2), 2));
        assertThat(store(says(TaskState.SUCCESS, run(2, 1), 3), says(TaskState.PROGRESS, run(1, 9), 3)))
            .containsExactly(Fate.FENCED, Fate.FENCED);
        assertThat(found().state()).isEqualTo(TaskState.STARTED);
        assertThat(store(says(TaskState.SUCCESS, run(2, 2), 4))).containsExactly(Fate.DONE);
    }

    @Test
    @Tag("G3")
    void callerCannotEndWhatAWorkerHasBegun() {
        store(says(TaskState.STARTED, run(1, 1), 2));
        assertThat(store(says(TaskState.REVOKED, TaskRun.NONE, 3))).containsExactly(Fate.FENCED);
        assertThat(found().state()).isEqualTo(TaskState.STARTED);
    }

    @Test
    void callerEndsWhatNobodyHasBegun() {
        store(queued());
        assertThat(store(says(TaskState.REVOKED, TaskRun.NONE, 3))).containsExactly(Fate.DONE);
        assertThat(found().state()).isEqualTo(TaskState.REVOKED);
    }

    @Test
    void runsOfOnePairAreOneRunWhateverTheirTokens() {
        store(says(TaskState.STARTED, new TaskRun(1, 1, "first"), 1));
        TaskRun second = new TaskRun(1, 1, "second");
        assertThat(store(says(TaskState.PROGRESS, second, 2))).containsExactly(Fate.DONE);
        assertThat(store(says(TaskState.SUCCESS, second, 3))).containsExactly(Fate.DONE);
        assertThat(found().state()).isEqualTo(TaskState.SUCCESS);
        assertThat(found().run()).isEqualTo(second);
    }

    @Test
    @Tag("G3")
    void firstEndStands() {
        store(says(TaskState.SUCCESS, run(1, 1), 1).value("1"));
        assertThat(store(says(TaskState.FAILURE, run(1, 1), 2).error(TaskError.of("X", "y")),
                says(TaskState.SUCCESS, new TaskRun(1, 1, "other"), 2).value("2"),
                says(TaskState.STARTED, run(1, 2), 2), says(TaskState.SUCCESS, run(2, 1), 2).value("3"),
                says(TaskState.LOST, run(1, 1), 2)))
            .containsOnly(Fate.FINAL);
        assertThat(found().state()).isEqualTo(TaskState.SUCCESS);
        assertThat(found().value()).isEqualTo("1");
        assertThat(found().run()).isEqualTo(run(1, 1));
    }

    @Test
    @Tag("G3")
    void everyKindOfEndStands() {
        for (TaskState end : List.of(TaskState.SUCCESS, TaskState.FAILURE, TaskState.REVOKED, TaskState.REJECTED,
                TaskState.LOST)) {
            String id = this.id + "." + end;
            assertThat(store(says(id, end, run(1, 1), 1), says(id, TaskState.STARTED, run(1, 2), 2)))
                .containsExactly(Fate.DONE, Fate.FINAL);
            assertThat(backend().find(List.of(id)).get(id).state()).isEqualTo(end);
        }
    }

    @Test
    @Tag("G14")
    void askingAgainWithTheSameWordsDoesNoHarm() {
        TaskResult end = says(TaskState.SUCCESS, run(1, 1), 1).value("1");
        assertThat(store(end)).containsExactly(Fate.DONE);
        assertThat(store(end)).containsExactly(Fate.DONE);
        assertThat(store(end, end)).containsExactly(Fate.DONE, Fate.DONE);
        assertThat(found().value()).isEqualTo("1");
    }

    @Test
    void statementsOfOneTaskMayComeInOneBatch() {
        TaskRun run = run(1, 1);
        assertThat(store(queued(), says(TaskState.RECEIVED, run, 1), says(TaskState.STARTED, run, 2),
                says(TaskState.SUCCESS, run, 3).value("42")))
            .containsOnly(Fate.DONE);
        assertThat(found().state()).isEqualTo(TaskState.SUCCESS);
        assertThat(found().value()).isEqualTo("42");
        assertThat(found().details()).isEqualTo(DETAILS);
    }

    @Test
    void batchAnswersEachStatementInItsTurn() {
        String other = this.id + ".other";
        assertThat(store(says(TaskState.SUCCESS, run(1, 2), 1), says(other, TaskState.STARTED, run(1, 2), 1),
                says(TaskState.FAILURE, run(1, 2), 2), says(other, TaskState.SUCCESS, run(1, 1), 2),
                says(other, TaskState.SUCCESS, run(1, 2), 3)))
            .containsExactly(Fate.DONE, Fate.DONE, Fate.FINAL, Fate.FENCED, Fate.DONE);
    }

    @Test
    void batchOfSeveralRunsEndsWithTheNewest() {
        assertThat(store(says(TaskState.STARTED, run(1, 1), 1), says(TaskState.RETRY, run(1, 1), 2),
                says(TaskState.STARTED, run(2, 1), 3), says(TaskState.SUCCESS, run(2, 1), 4).value("2")))
            .containsOnly(Fate.DONE);
        assertThat(found().run()).isEqualTo(run(2, 1));
        assertThat(found().value()).isEqualTo("2");
    }

    @Test
    void forgottenTaskIsUnknown() {
        String other = this.id + ".other";
        store(says(TaskState.SUCCESS, run(1, 1), 1), says(other, TaskState.SUCCESS, run(1, 1), 1));
        backend().forget(List.of(this.id, "unknown"));
        assertThat(backend().find(List.of(this.id, other))).containsOnlyKeys(other);
        backend().forget(List.of());
        assertThat(store(says(TaskState.STARTED, run(1, 1), 2))).containsExactly(Fate.DONE);
        assertThat(found().state()).isEqualTo(TaskState.STARTED);
    }

    @Test
    void largeValuesAreKeptWhole() {
        String value = "\"" + "ä€".repeat(200_000) + "\"";
        assertThat(store(says(TaskState.SUCCESS, run(1, 1), 1).value(value))).containsExactly(Fate.DONE);
        assertThat(found().value()).isEqualTo(value);
    }

    @Test
    @Tag("G3")
    void ofManyEndsAtOnceOneStands() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<List<Answer>>> ends = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            TaskResult end = says(TaskState.SUCCESS, new TaskRun(1, 1, "token" + i), 1).value(Integer.toString(i));
            ends.add(threads.submit(() -> backend().store(List.of(end))));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<List<Answer>> end : ends) {
            answers.addAll(end.get(30, TimeUnit.SECONDS));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(answers.stream().filter(Answer::isDone)).hasSize(1);
        assertThat(found().value()).isEqualTo(Integer.toString(winner(answers)));
    }

    private static int winner(List<Answer> answers) {
        return answers.stream().map(Answer::isDone).toList().indexOf(true);
    }

    @Test
    void saysWhatItIsInFewWords() {
        assertThat(backend().description()).isNotBlank().hasSizeLessThan(200).doesNotContain("@");
        assertThat(backend().capability(ResultBackend.class)).containsSame(backend());
        assertThat(backend().capability(Duration.class)).isEmpty();
    }

}
