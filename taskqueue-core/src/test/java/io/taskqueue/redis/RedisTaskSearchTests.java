package io.taskqueue.redis;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskPage;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.result.TaskSearchContract;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;

class RedisTaskSearchTests extends TaskSearchContract {

    private final RedisResults results = new RedisResults(RedisPlace.ONE_SERVER);

    @Override
    protected ResultBackend open() {
        return this.results.open(10_000);
    }

    @AfterEach
    void clear() {
        this.results.clear();
    }

    private static List<String> ids(ResultBackend backend) {
        TaskPage page = backend.capability(TaskSearch.class).orElseThrow().search(TaskFilter.all(), null, 100);
        return page.tasks().stream().map(TaskRecord::id).toList();
    }

    private long indexed() {
        return this.results.connections().call((redis) -> redis.zcard(((RedisResultBackend) backend()).recentKey()));
    }

    @Test
    void indexKeepsTheNewestOnly() {
        try (RedisResultBackend small = this.results.open(3)) {
            List<TaskResult> tasks = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                tasks.add(says("t" + i, TaskState.SUCCESS, run(1, 1), i));
            }
            assertThat(small.store(tasks)).allMatch(Answer::isDone);
            assertThat(ids(small)).containsExactly("t249", "t248", "t247");
            assertThat(small.find(List.of("t0"))).hasSize(1);
        }
    }

    @Test
    void withoutAnIndexThereIsNoSearch() {
        try (RedisResultBackend none = this.results.open(0)) {
            none.store(List.of(says(TaskState.SUCCESS, run(1, 1), 1)));
            assertThat(none.capability(TaskSearch.class)).isEmpty();
            assertThat(indexed()).isZero();
        }
    }

    @Test
    void tasksWhoseDocumentsAreGoneLeaveTheIndex() {
        store(says("a", TaskState.SUCCESS, run(1, 1), 1), says("b", TaskState.SUCCESS, run(1, 1), 2));
        this.results.connections().call((redis) -> redis.del(this.results.key("a")));
        assertThat(ids(backend())).containsExactly("b");
        assertThat(indexed()).isOne();
    }

    @Test
    void forgottenTasksLeaveTheIndex() {
        store(says("a", TaskState.SUCCESS, run(1, 1), 1));
        backend().forget(List.of("a"));
        assertThat(indexed()).isZero();
    }

    @Test
    void manyTasksOfOneMomentAreAllFound() {
        List<TaskResult> tasks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            tasks.add(says("t" + i, TaskState.SUCCESS, run(1, 1), 1));
        }
        backend().store(tasks);
        List<String> found = new ArrayList<>();
        String next = null;
        do {
            TaskPage page = capability(TaskSearch.class).search(TaskFilter.all(), next, 90);
            page.tasks().forEach((task) -> found.add(task.id()));
            next = page.next();
        }
        while (next != null);
        assertThat(found).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(capability(TaskSearch.class).count(TaskFilter.all())).containsEntry(TaskState.SUCCESS, 1_000L);
    }

    @Test
    @Tag("S13")
    @DisplayName("S13 what is searched for is no pattern")
    void whatIsSearchedForIsNoPattern() {
        store(says("a".repeat(50) + "b", TaskState.SUCCESS, run(1, 1), 1), says("c", TaskState.SUCCESS, run(1, 1), 2));
        for (String pattern : List.of("(a+)+$", "a*", ".*", "[a-z]", "%", "_", "a?b", "\\\\")) {
            assertThat(capability(TaskSearch.class).search(TaskFilter.all().containing(pattern), null, 10).tasks())
                .isEmpty();
            assertThat(capability(TaskSearch.class).search(TaskFilter.all().task(pattern), null, 10).tasks()).isEmpty();
        }
    }

    @Test
    void documentsNobodyCanReadAreLeftOut() {
        store(says("a", TaskState.SUCCESS, run(1, 1), 1), says("b", TaskState.SUCCESS, run(1, 1), 2));
        this.results.write("a", "{");
        assertThat(ids(backend())).containsExactly("b");
    }

}
