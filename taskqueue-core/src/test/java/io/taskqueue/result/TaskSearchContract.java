package io.taskqueue.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What every result store with {@link TaskSearch} promises. */
public abstract class TaskSearchContract extends ResultScenario {

    private TaskSearch search() {
        return capability(TaskSearch.class);
    }

    private void task(String id, TaskState state, int second, TaskDetails details) {
        store(TaskResult.of(id, state, run(1, 1), NOON.plusSeconds(second), details).by("worker@test"));
    }

    private static TaskDetails details(String task, String queue, String group) {
        return new TaskDetails(task, queue, null, null, null, null, null, group, null, null, null);
    }

    private void tasks(int count) {
        List<TaskResult> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // two at each moment, so that time alone does not tell them apart
            all.add(says("t" + i, TaskState.SUCCESS, run(1, 1), i / 2));
        }
        assertThat(backend().store(all)).allMatch(Answer::isDone);
    }

    private List<String> ids(TaskFilter filter) {
        return ids(search().search(filter, null, 100));
    }

    private static List<String> ids(TaskPage page) {
        return page.tasks().stream().map(TaskRecord::id).toList();
    }

    private List<String> allPages(int limit) {
        List<String> all = new ArrayList<>();
        TaskPage page = search().search(TaskFilter.all(), null, limit);
        all.addAll(ids(page));
        while (page.next() != null) {
            page = search().search(TaskFilter.all(), page.next(), limit);
            assertThat(page.tasks()).hasSizeBetween(1, limit);
            all.addAll(ids(page));
        }
        return all;
    }

    @Test
    void emptyStoreHasOneEmptyPage() {
        TaskPage page = search().search(TaskFilter.all(), null, 10);
        assertThat(page.tasks()).isEmpty();
        assertThat(page.next()).isNull();
        assertThat(search().count(TaskFilter.all())).isEmpty();
    }

    @Test
    void newestComeFirst() {
        task("old", TaskState.SUCCESS, 1, DETAILS);
        task("new", TaskState.SUCCESS, 3, DETAILS);
        task("middle", TaskState.SUCCESS, 2, DETAILS);
        assertThat(ids(TaskFilter.all())).containsExactly("new", "middle", "old");
    }

    @Test
    void tasksComeWithTheirStories() {
        store(queued(), says(TaskState.STARTED, run(1, 1), 1), says(TaskState.RETRY, run(1, 1), 2),
                says(TaskState.FAILURE, run(2, 1), 3).error(new TaskError("shop.X", "y", "at z")));
        TaskRecord found = search().search(TaskFilter.all(), null, 1).tasks().get(0);
        assertThat(found.state()).isEqualTo(TaskState.FAILURE);
        assertThat(found.created()).isEqualTo(NOON);
        assertThat(found.attempts()).hasSize(2);
        assertThat(found.last().details()).isEqualTo(DETAILS);
    }

    @Test
    void pagesHoldEveryTaskOnce() {
        tasks(47);
        List<String> whole = ids(TaskFilter.all());
        assertThat(whole).hasSize(47).doesNotHaveDuplicates();
        for (int limit : new int[] { 1, 2, 3, 46, 47, 48 }) {
            assertThat(allPages(limit)).isEqualTo(whole);
        }
    }

    @Test
    void newTasksDoNotDisturbThePagesBehind() {
        tasks(20);
        List<String> whole = ids(TaskFilter.all());
        TaskPage first = search().search(TaskFilter.all(), null, 5);
        task("newer", TaskState.QUEUED, 1_000, DETAILS);
        backend().forget(ids(first));
        TaskPage second = search().search(TaskFilter.all(), first.next(), 5);
        assertThat(ids(second)).isEqualTo(whole.subList(5, 10));
    }

    @Test
    void limitIsClamped() {
        tasks(3);
        assertThat(search().search(TaskFilter.all(), null, 0).tasks()).hasSize(1);
        assertThat(search().search(TaskFilter.all(), null, -5).tasks()).hasSize(1);
        tasks(TaskSearch.MAX_PAGE + 10);
        assertThat(search().search(TaskFilter.all(), null, Integer.MAX_VALUE).tasks()).hasSize(TaskSearch.MAX_PAGE);
    }

    @Test
    void strangeBeginningOfAPageIsRefused() {
        for (String strange : List.of("", "x", "????", "bm8gZGF0ZSBhbmQgbm8gaWQ", "' or 1=1 --", "a".repeat(5_000))) {
            assertThatIllegalArgumentException().isThrownBy(() -> search().search(TaskFilter.all(), strange, 10));
        }
    }

    @Test
    void findsByState() {
        task("a", TaskState.SUCCESS, 1, DETAILS);
        task("b", TaskState.FAILURE, 2, DETAILS);
        task("c", TaskState.of("PACKING"), 3, DETAILS);
        assertThat(ids(TaskFilter.all().in(TaskState.SUCCESS))).containsExactly("a");
        assertThat(ids(TaskFilter.all().in(TaskState.FAILURE, TaskState.of("PACKING")))).containsExactly("c", "b");
        assertThat(ids(TaskFilter.all().in(TaskState.LOST))).isEmpty();
    }

    @Test
    void findsByTaskQueueAndGroup() {
        task("a", TaskState.SUCCESS, 1, details("shop.one", "mail", "g1"));
        task("b", TaskState.SUCCESS, 2, details("shop.two", "mail", "g2"));
        task("c", TaskState.SUCCESS, 3, details("shop.two", "slow", "g2"));
        assertThat(ids(TaskFilter.all().task("shop.two"))).containsExactly("c", "b");
        assertThat(ids(TaskFilter.all().task("shop"))).isEmpty();
        assertThat(ids(TaskFilter.all().queue("mail"))).containsExactly("b", "a");
        assertThat(ids(TaskFilter.all().group("g1"))).containsExactly("a");
        assertThat(ids(TaskFilter.all().task("shop.two").queue("slow").group("g2"))).containsExactly("c");
    }

    @Test
    void findsByWorker() {
        store(says("a", TaskState.SUCCESS, run(1, 1), 1).by("one@test"),
                says("b", TaskState.SUCCESS, run(1, 1), 2).by("two@test"));
        assertThat(ids(TaskFilter.all().worker("two@test"))).containsExactly("b");
    }

    @Test
    void findsByCreationFromInclusiveToExclusive() {
        for (int i = 0; i < 5; i++) {
            task("t" + i, TaskState.SUCCESS, i, DETAILS);
        }
        assertThat(ids(TaskFilter.all().created(NOON.plusSeconds(1), NOON.plusSeconds(3)))).containsExactly("t2", "t1");
        assertThat(ids(TaskFilter.all().created(NOON.plusSeconds(4), null))).containsExactly("t4");
        assertThat(ids(TaskFilter.all().created(null, NOON.plusSeconds(1)))).containsExactly("t0");
    }

    @Test
    void findsTextWhateverItsCase() {
        task("Order-17", TaskState.SUCCESS, 1, details("shop.Pack", "mail", "g"));
        store(says("b", TaskState.FAILURE, run(1, 1), 2).error(TaskError.of("shop.OutOfStock", "order pack")));
        assertThat(ids(TaskFilter.all().containing("oRDER"))).containsExactly("Order-17");
        assertThat(ids(TaskFilter.all().containing("PACK"))).containsExactly("Order-17");
        assertThat(ids(TaskFilter.all().containing("ofstock"))).containsExactly("b");
        assertThat(ids(TaskFilter.all().containing(""))).hasSize(2);
    }

    @Test
    void textIsNoPattern() {
        task("plain", TaskState.SUCCESS, 1, details("shop.plain", "mail", "g"));
        task("strange", TaskState.SUCCESS, 2, details("100%_!\\[a]'\"", "mail", "g"));
        for (String literal : List.of("%", "_", "!", "\\", "[a]", "'", "\"", "100%_!")) {
            assertThat(ids(TaskFilter.all().containing(literal))).as(literal).containsExactly("strange");
        }
        assertThat(ids(TaskFilter.all().containing("."))).containsExactly("plain");
    }

    @Test
    void countsByState() {
        tasks(6);
        task("a", TaskState.FAILURE, 100, DETAILS);
        task("b", TaskState.of("PACKING"), 101, details("shop.other", "mail", "g"));
        assertThat(search().count(TaskFilter.all()))
            .isEqualTo(Map.of(TaskState.SUCCESS, 6L, TaskState.FAILURE, 1L, TaskState.of("PACKING"), 1L));
        assertThat(search().count(TaskFilter.all().task("shop.other"))).isEqualTo(Map.of(TaskState.of("PACKING"), 1L));
        assertThat(search().count(TaskFilter.all().in(TaskState.SUCCESS).created(NOON.plusSeconds(1), null)))
            .isEqualTo(Map.of(TaskState.SUCCESS, 4L));
    }

    @Test
    void lateCallerMovesATaskToItsPlace() {
        task("other", TaskState.SUCCESS, 1, DETAILS);
        store(says(TaskState.STARTED, run(1, 1), 5));
        store(queued());
        assertThat(ids(TaskFilter.all())).containsExactly("other", this.id);
    }

}
