package io.taskqueue.jpa;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.Answer.Fate;
import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

import static io.taskqueue.jpa.Said.NOON;
import static io.taskqueue.jpa.Said.fates;
import static io.taskqueue.jpa.Said.run;
import static org.assertj.core.api.Assertions.assertThat;

/** What a row takes and gives back, on each database. */
class JpaStoreTests {

    @ParameterizedTest
    @EnumSource
    void keepsEverythingThatIsSaid(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        TaskResult said = Said.failure("a", run(2, 3))
            .progress(new Progress(3, 4, "nearly"))
            .value("7")
            .due(NOON.plusSeconds(9));
        said = new TaskResult("a", said.state(), said.run(), NOON.plusNanos(123_456_000), "worker", said.value(),
                said.error(), said.progress(), said.due(), Said.CALL);
        store.store(List.of(said));
        assertThat(store.find(List.of("a", "unknown"))).isEqualTo(Map.of("a", said));
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheWholeStory(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(Said.queued("a"), Said.received("a", run(1, 1)), Said.started("a", run(1, 1))));
        store.store(List.of(Said.retry("a", run(1, 1))));
        store.store(List.of(Said.received("a", run(2, 1)), Said.started("a", run(2, 1))));
        store.store(List.of(Said.failure("a", run(2, 1))));
        TaskRecord record = store.record("a").orElseThrow();
        assertThat(record.created()).isEqualTo(NOON);
        assertThat(record.received()).isEqualTo(NOON.plusSeconds(1));
        assertThat(record.started()).isEqualTo(NOON.plusSeconds(2));
        assertThat(record.done()).isEqualTo(NOON.plusSeconds(4));
        assertThat(record.last().details()).isEqualTo(Said.CALL);
        assertThat(record.attempts()).extracting(TaskRecord.Attempt::state)
            .containsExactly(TaskState.RETRY, TaskState.FAILURE);
        assertThat(record.attempts().get(0)).isEqualTo(new TaskRecord.Attempt(run(1, 1), TaskState.RETRY, "worker",
                NOON.plusSeconds(2), NOON.plusSeconds(3), Said.retry("a", run(1, 1)).error()));
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheSameStoryFromOneBatch(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        List<TaskResult> story = List.of(Said.queued("a"), Said.started("a", run(1, 1)), Said.retry("a", run(1, 1)),
                Said.started("a", run(2, 1)), Said.success("a", run(2, 1)));
        assertThat(store.store(story)).allMatch(Answer::isDone);
        TaskRecord together = store.record("a").orElseThrow();
        database.emptyStore(TimeSource.system());
        story.forEach((statement) -> assertThat(store.store(List.of(statement))).allMatch(Answer::isDone));
        assertThat(store.record("a")).contains(together);
        assertThat(together.attempts()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheOlderRun(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(Said.started("a", run(1, 2))));
        assertThat(fates(store.store(List.of(Said.success("a", run(1, 1)))))).containsExactly(Fate.FENCED);
        assertThat(store.find(List.of("a")).get("a").state()).isEqualTo(TaskState.STARTED);
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoOwnersOfOneRunTheFirstEnds(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(Said.success("a", new TaskRun(1, 1, "mine"))));
        assertThat(fates(store.store(List.of(Said.success("a", new TaskRun(1, 1, "theirs"))))))
            .containsExactly(Fate.FINAL);
        assertThat(fates(store.store(List.of(Said.success("a", new TaskRun(1, 1, "mine"))))))
            .containsExactly(Fate.DONE);
    }

    @ParameterizedTest
    @EnumSource
    void theFirstEndStands(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(Said.success("a", run(1, 1))));
        List<Answer> answers = store.store(List.of(Said.failure("a", run(2, 1)), Said.success("a", run(1, 1))));
        assertThat(fates(answers)).containsExactly(Fate.FINAL, Fate.DONE);
        assertThat(store.find(List.of("a")).get("a").state()).isEqualTo(TaskState.SUCCESS);
    }

    @ParameterizedTest
    @EnumSource
    void lateNewsOfTheCallCompletesTheRow(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(Said.success("a", run(1, 1))));
        store.store(List.of(Said.started("a", run(1, 1)), Said.queued("a")));
        TaskRecord record = store.record("a").orElseThrow();
        assertThat(record.state()).isEqualTo(TaskState.SUCCESS);
        assertThat(record.created()).isEqualTo(NOON);
        assertThat(record.started()).isEqualTo(NOON.plusSeconds(2));
        assertThat(record.last().details()).isEqualTo(Said.CALL);
    }

    @ParameterizedTest
    @EnumSource
    void replacesCharactersNoDatabaseTakes(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        String odd = "a\0b\uD800c\uDC00d\uD83D\uDE00e'\"\\{},";
        TaskResult said = Said.success("a", run(1, 1)).value(odd).error(new TaskError(odd, odd, odd)).by(odd);
        assertThat(store.store(List.of(said))).allMatch(Answer::isDone);
        String clean = "a\uFFFDb\uFFFDc\uFFFDd\uD83D\uDE00e'\"\\{},";
        TaskResult found = store.find(List.of("a")).get("a");
        assertThat(found.value()).isEqualTo(clean);
        assertThat(found.worker()).isEqualTo(clean);
        assertThat(found.error()).isEqualTo(new TaskError(clean, clean, clean));
    }

    @ParameterizedTest
    @EnumSource
    void keepsALargeValueWhole(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        String large = "\"" + "é{,}\\\\".repeat(250_000) + "\"";
        List<TaskResult> batch = List.of(Said.success("a", run(1, 1)).value(large), Said.success("b", run(1, 1)),
                Said.success("c", run(1, 1)).value(large));
        assertThat(store.store(batch)).allMatch(Answer::isDone);
        assertThat(store.find(List.of("a", "c")).values()).extracting(TaskResult::value).containsOnly(large);
    }

    @ParameterizedTest
    @EnumSource
    void shortensANameThatIsTooLong(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        TaskDetails details = new TaskDetails("n".repeat(1_000), "q".repeat(256), null, null, null, null, null, null,
                null, null, null);
        store.store(List.of(TaskResult.of("a", TaskState.QUEUED, TaskRun.NONE, NOON, details)));
        TaskDetails kept = store.find(List.of("a")).get("a").details();
        assertThat(kept.task()).isEqualTo("n".repeat(254) + "…");
        assertThat(kept.queue()).hasSize(255);
    }

    @ParameterizedTest
    @EnumSource
    void keepsMomentsWithinTheCalendar(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        TaskResult said = Said.queued("a").due(Instant.MAX);
        assertThat(store.store(List.of(said))).allMatch(Answer::isDone);
        assertThat(store.find(List.of("a")).get("a").due()).isAfter(Instant.parse("9999-12-01T00:00:00Z"));
    }

    @ParameterizedTest
    @EnumSource
    void oneBadRowLeavesTheOthersAlone(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        List<Answer> answers = store.store(List.of(Said.queued("a"), Said.queued("b".repeat(300)), Said.queued("c"),
                Said.queued("d"), Said.queued("e")));
        assertThat(fates(answers)).containsExactly(Fate.DONE, Fate.FAILED, Fate.DONE, Fate.DONE, Fate.DONE);
        assertThat(store.find(List.of("a", "c", "d", "e"))).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void forgetsATaskAndItsAttempts(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(Said.retry("a", run(1, 1)), Said.queued("b")));
        store.forget(List.of("a", "unknown"));
        assertThat(store.record("a")).isEmpty();
        assertThat(store.record("b")).isPresent();
        assertThat(database.jdbc().queryForObject("select count(*) from taskqueue_attempt", Long.class)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void saysWhereItStores(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.record("a");
        assertThat(store.description()).isIn("jpa (H2)", "jpa (PostgreSQL)", "jpa (MariaDB)");
    }

}
