package io.taskqueue.jpa;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskPage;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.result.TaskState;

import static io.taskqueue.jpa.Said.NOON;
import static io.taskqueue.jpa.Said.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Finding tasks, on each database. */
class JpaSearchTests {

    @ParameterizedTest
    @EnumSource
    void pagesStayWhileTasksArrive(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        for (int i = 0; i < 20; i++) {
            // every other pair was created at the same moment
            store.store(List.of(call("old-" + i, i / 2)));
        }
        List<String> seen = new ArrayList<>();
        String next = null;
        int arrived = 0;
        do {
            TaskPage page = store.search(TaskFilter.all(), next, 3);
            page.tasks().forEach((task) -> seen.add(task.id()));
            next = page.next();
            store.store(List.of(call("new-" + arrived++, 100)));
        }
        while (next != null);
        assertThat(seen).hasSize(20).doesNotHaveDuplicates().allMatch((id) -> id.startsWith("old-"));
        assertThat(seen.get(0)).isEqualTo("old-19");
        assertThat(seen.get(19)).isEqualTo("old-0");
    }

    @ParameterizedTest
    @EnumSource
    void eachPartOfAFilterRestricts(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(Said.queued("a"), call("b", 50), Said.success("b", run(1, 1)), call("c", 100),
                Said.failure("c", run(1, 1))));
        assertThat(ids(store, TaskFilter.all())).containsExactly("c", "b", "a");
        assertThat(ids(store, TaskFilter.all().in(TaskState.QUEUED, TaskState.FAILURE))).containsExactly("c", "a");
        assertThat(ids(store, TaskFilter.all().task("shop.send_invoice"))).containsExactly("a");
        assertThat(ids(store, TaskFilter.all().queue("other"))).containsExactly("c", "b");
        assertThat(ids(store, TaskFilter.all().worker("worker"))).containsExactly("c", "b");
        assertThat(ids(store, TaskFilter.all().group("group"))).containsExactly("a");
        assertThat(ids(store, TaskFilter.all().created(NOON.plusSeconds(50), NOON.plusSeconds(100)))).isEmpty();
        assertThat(ids(store, TaskFilter.all().created(NOON, NOON.plusSeconds(5)))).containsExactly("c", "b", "a");
        assertThat(ids(store, TaskFilter.all().containing("IOEXCEPTION"))).containsExactly("c");
        assertThat(store.count(TaskFilter.all().queue("other")))
            .isEqualTo(Map.of(TaskState.SUCCESS, 1L, TaskState.FAILURE, 1L));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("S37")
    void textIsNeverAPatternNorSql(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(named("a", "100%_done!"), named("b", "100 done"), named("c", "x' or '1'='1")));
        assertThat(ids(store, TaskFilter.all().containing("%"))).containsExactly("a");
        assertThat(ids(store, TaskFilter.all().containing("_DONE"))).containsExactly("a");
        assertThat(ids(store, TaskFilter.all().containing("!"))).containsExactly("a");
        assertThat(ids(store, TaskFilter.all().containing("' or '"))).containsExactly("c");
        assertThat(ids(store, TaskFilter.all().containing("\\"))).isEmpty();
        assertThat(ids(store, TaskFilter.all().task("x' or '1'='1"))).containsExactly("c");
        assertThat(ids(store, TaskFilter.all().queue("'; drop table taskqueue_result; --"))).isEmpty();
        assertThat(ids(store, TaskFilter.all().worker("\0"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("S37")
    void refusesACursorThatIsNone(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        for (String garbage : List.of("", "x", "%%%", encoded("1"), encoded("x a"), encoded("1 a b"), encoded("1 '"),
                encoded(Long.MAX_VALUE + "0 a"), "A".repeat(100_000))) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.search(TaskFilter.all(), garbage, 10));
        }
        assertThat(store.search(TaskFilter.all(), encoded(Long.MAX_VALUE + " a"), 10).tasks()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void limitsAPageInRowsAndInText(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        String large = "x".repeat(5_000_000);
        store.store(List.of(Said.success("a", run(1, 1)).value(large), Said.success("b", run(1, 1)).value(large),
                Said.success("c", run(1, 1)).value(large)));
        assertThat(store.search(TaskFilter.all(), null, 0).tasks()).hasSize(1);
        TaskPage page = store.search(TaskFilter.all(), null, Integer.MAX_VALUE);
        assertThat(page.tasks()).hasSize(2);
        assertThat(store.search(TaskFilter.all(), page.next(), TaskSearch.MAX_PAGE).tasks()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aPageTellsEachTasksAttempts(Database database) {
        JpaResultBackend store = database.emptyStore(TimeSource.system());
        store.store(List.of(Said.retry("a", run(1, 1)), Said.success("a", run(2, 1)), Said.success("b", run(1, 1))));
        assertThat(store.search(TaskFilter.all(), null, 10).tasks())
            .allSatisfy((task) -> assertThat(task).isEqualTo(store.record(task.id()).orElseThrow()));
    }

    private static List<String> ids(TaskSearch search, TaskFilter filter) {
        return search.search(filter, null, 100).tasks().stream().map(TaskRecord::id).toList();
    }

    private static TaskResult call(String id, int second) {
        TaskDetails details = new TaskDetails("shop.other", "other", null, null, null, null, null, null, null, null,
                null);
        return TaskResult.of(id, TaskState.QUEUED, TaskRun.NONE, NOON.plusSeconds(second), details);
    }

    private static TaskResult named(String id, String name) {
        TaskDetails details = new TaskDetails(name, null, null, null, null, null, null, null, null, null, null);
        return TaskResult.of(id, TaskState.QUEUED, TaskRun.NONE, NOON, details);
    }

    private static @Nullable String encoded(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

}
