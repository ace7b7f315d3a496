package io.taskqueue.jpa;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.jpa.WatchedDataSource.Break;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.Answer.Fate;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskResult;
import io.taskqueue.servers.TestDatabase;

import static io.taskqueue.jpa.Said.fates;
import static io.taskqueue.jpa.Said.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a store says while its database is away, so that whoever asked can keep what was
 * not stored.
 */
@Tag("G14")
class JpaOutageTests {

    private static final List<TaskResult> BATCH = List.of(Said.queued("a"), Said.success("b", run(1, 1)));

    @ParameterizedTest
    @EnumSource
    void whatFindsNoConnectionFailed(Database database) {
        JpaResultBackend store = storeThatBreaks(database, Break.CONNECT);
        assertThat(fates(store.store(BATCH))).containsOnly(Fate.FAILED);
        assertThat(store.find(List.of("a", "b"))).isEmpty();
        assertThat(store.store(BATCH)).allMatch(Answer::isDone);
        assertThat(store.find(List.of("a", "b"))).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void whatBreaksBeforeTheCommitFailed(Database database) {
        JpaResultBackend store = storeThatBreaks(database, Break.EXECUTE);
        assertThat(fates(store.store(BATCH))).containsOnly(Fate.FAILED);
        assertThat(store.find(List.of("a", "b"))).isEmpty();
        assertThat(store.store(BATCH)).allMatch(Answer::isDone);
    }

    @ParameterizedTest
    @EnumSource
    void whatBreaksAtTheCommitIsUnknown(Database database) {
        JpaResultBackend store = storeThatBreaks(database, Break.COMMITTED);
        assertThat(fates(store.store(BATCH))).containsOnly(Fate.UNKNOWN);
        // and to say it again does no harm
        assertThat(store.store(BATCH)).allMatch(Answer::isDone);
        assertThat(store.find(List.of("a", "b"))).hasSize(2);
    }

    @Test
    void startsWithoutADatabase() {
        JpaResultBackend store = new JpaResultBackend(new TestDatabase("jdbc:postgresql://127.0.0.1:1/none"),
                JpaResultBackend.Options.defaults(), TimeSource.system());
        assertThat(fates(store.store(BATCH))).containsOnly(Fate.FAILED);
        assertThat(store.description()).isEqualTo("jpa");
        assertThatExceptionOfType(ResultStoreException.class).isThrownBy(() -> store.find(List.of("a")));
        assertThatExceptionOfType(ResultStoreException.class)
            .isThrownBy(() -> store.search(TaskFilter.all(), null, 10));
        assertThatExceptionOfType(ResultStoreException.class).isThrownBy(() -> store.attest("home"));
    }

    @Test
    void anOutageIsWaitedForOncePerBatch() {
        WatchedDataSource watched = new WatchedDataSource(Database.H2.pool());
        watched.breakAt(Break.CONNECT, 1);
        JpaResultBackend store = new JpaResultBackend(watched, JpaResultBackend.Options.defaults(),
                TimeSource.system());
        String large = "x".repeat(700_000);
        List<Answer> answers = store.store(List.of(Said.success("c", run(1, 1)).value(large),
                Said.success("d", run(1, 1)).value(large), Said.success("e", run(1, 1)).value(large)));
        assertThat(fates(answers)).containsOnly(Fate.FAILED);
        assertThat(watched.executed).isEmpty();
    }

    private static JpaResultBackend storeThatBreaks(Database database, Break moment) {
        database.emptyStore(TimeSource.system());
        WatchedDataSource watched = new WatchedDataSource(database.pool());
        watched.breakAt(moment, 1);
        return new JpaResultBackend(watched, JpaResultBackend.Options.defaults(), TimeSource.system());
    }

}
