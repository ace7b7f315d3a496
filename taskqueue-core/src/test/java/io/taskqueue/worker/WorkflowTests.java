package io.taskqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.GroupResult;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskCall;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskTemplate;
import io.taskqueue.Workflow;
import io.taskqueue.canvas.Outline;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Canvases as a whole: what they consist of, and what can be done to them. */
class WorkflowTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Steps steps = new Steps();

    private Engine engine;

    private TaskTemplate tasks;

    @BeforeEach
    void build() {
        this.engine = Engine.with(this.steps).build();
        this.tasks = this.engine.tasks;
        this.steps.tasks = this.tasks;
    }

    @AfterEach
    void close() {
        this.engine.close();
    }

    private TaskCall<Integer> add(int one, int other) {
        return this.tasks.signature(Steps::add, one, other);
    }

    private AsyncResult<Integer> order() {
        return this.tasks.chain(add(1, 1))
            .then(this.tasks.group(List.of(this.tasks.signature("steps.add", 10).returning(Integer.class),
                    this.tasks.signature("steps.add", 20).returning(Integer.class))))
            .then(Steps::total)
            .then(Steps::add, 5)
            .onError(this.tasks.signature("steps.note"))
            .apply();
    }

    private List<TaskRecord> all() {
        return this.engine.results.capability(TaskSearch.class)
            .orElseThrow()
            .search(TaskFilter.all(), null, 100)
            .tasks();
    }

    @Test
    void outlineTellsWhatFollowsWhat() {
        Outline outline = this.tasks.workflow(order().id()).orElseThrow().outline();
        assertThat(outline.steps().stream().map(Outline.Step::task).toList()).containsExactly("steps.add", "steps.note",
                null, "steps.add", "steps.note", "steps.add", "steps.note", "steps.total", "steps.note", "steps.add",
                "steps.note");
        assertThat(names(outline, Outline.Kind.NEXT)).containsExactlyInAnyOrder("steps.add > group",
                "steps.add > steps.total", "steps.add > steps.total", "steps.total > steps.add");
        assertThat(names(outline, Outline.Kind.MEMBER)).containsExactly("group > steps.add", "group > steps.add");
        assertThat(names(outline, Outline.Kind.ERROR)).hasSize(5);
    }

    private static List<String> names(Outline outline, Outline.Kind kind) {
        return outline.links()
            .stream()
            .filter((link) -> link.kind() == kind)
            .map((link) -> name(outline, link.from()) + " > " + name(outline, link.to()))
            .toList();
    }

    private static String name(Outline outline, String id) {
        Outline.Step step = outline.steps().stream().filter((each) -> each.id().equals(id)).findFirst().orElseThrow();
        return (step.task() != null) ? step.task() : "group";
    }

    @Test
    void largeGroupIsOneStep() {
        AsyncResult<Integer> total = this.tasks.group(IntStream.range(0, 100).mapToObj((i) -> add(i, 0)).toList())
            .then(Steps::total)
            .apply();
        Outline outline = this.tasks.workflow(total.id()).orElseThrow().outline();
        assertThat(outline.steps()).hasSize(2);
        assertThat(outline.steps().get(0).size()).isEqualTo(100);
        assertThat(outline.steps().get(0).members()).hasSize(100);
        assertThat(outline.links()).hasSize(1);
    }

    @Test
    void everyTaskKnowsItsWorkflow() {
        this.engine.work(2);
        AsyncResult<Integer> order = order();
        assertThat(order.get(SOON)).isEqualTo(39);
        String root = this.tasks.workflow(order.id()).orElseThrow().id();
        await().atMost(SOON).until(() -> all().size() == 5);
        assertThat(all()).allSatisfy((task) -> {
            assertThat(task.last().details().rootId()).isEqualTo(root);
            assertThat(this.tasks.workflow(task.id()).orElseThrow().id()).isEqualTo(root);
        });
    }

    @Test
    void membersOfAGroupHaveOneRoot() {
        GroupResult<Integer> group = this.tasks.group(List.of(add(1, 1), add(2, 2))).apply();
        await().atMost(SOON).until(() -> all().size() == 2);
        assertThat(all()).allSatisfy((task) -> assertThat(task.last().details().rootId()).isEqualTo(group.id()));
    }

    @Test
    void groupIsFoundByItsId() {
        this.engine.work(2);
        GroupResult<Integer> group = this.tasks
            .group(List.of(add(1, 1), this.tasks.chain(add(2, 2)).then(Steps::add, 3),
                    this.tasks.group(List.of(add(5, 5))).then(Steps::total)))
            .apply();
        GroupResult<Integer> found = this.tasks.group(group.id(), Integer.class).orElseThrow();
        assertThat(found.get(SOON)).containsExactly(2, 7, 10);
        assertThat(found.members()).extracting(AsyncResult::id)
            .isEqualTo(group.members().stream().map(AsyncResult::id).toList());
        assertThat(this.tasks.group("nobody", Integer.class)).isEmpty();
    }

    @Test
    void hookFindsTheGroupItIsToldOf() {
        this.engine.work(2);
        this.tasks.chain(add(0, 0))
            .then(this.tasks.group(List.of(add(1, 1).immutable(), add(2, 2).immutable()))
                .onAllFinished(this.tasks.signature("steps.results")))
            .apply();
        await().atMost(SOON).until(() -> !this.steps.notes.isEmpty());
        assertThat(this.steps.notes).containsExactly("2 of 2");
    }

    @Test
    void revokedWorkflowStopsWhereItIs() throws Exception {
        this.engine.work(1);
        AsyncResult<Integer> end = this.tasks.chain(this.tasks.signature(Steps::hold, 1))
            .then(this.tasks.group(List.of(this.tasks.signature("steps.add", 1).returning(Integer.class),
                    this.tasks.signature("steps.add", 2).returning(Integer.class))))
            .then(Steps::total)
            .then(Steps::add, 1)
            .apply();
        this.steps.holding.await();
        assertThat(this.tasks.workflow(end.id()).orElseThrow().revoke()).isEqualTo(5);
        await().atMost(SOON).until(() -> all().stream().allMatch((task) -> task.state().equals(TaskState.REVOKED)));
        assertThat(this.steps.ran).containsExactly("hold");
    }

    @Test
    void endedWorkflowHasNothingToRevoke() {
        this.engine.work(2);
        AsyncResult<Integer> sum = this.tasks.chain(add(1, 1)).then(Steps::add, 1).apply();
        sum.get(SOON);
        assertThat(this.tasks.workflow(sum.id()).orElseThrow().revoke()).isZero();
    }

    @Test
    void isSentAgainAsAWholeWithOtherIds() {
        this.engine.work(2);
        AsyncResult<Integer> first = order();
        assertThat(first.get(SOON)).isEqualTo(39);
        String again = this.tasks.workflow(first.id()).orElseThrow().sendAgain();
        Workflow second = this.tasks.workflow(again).orElseThrow();
        assertThat(second.id()).isEqualTo(again).isNotEqualTo(this.tasks.workflow(first.id()).orElseThrow().id());
        await().atMost(SOON).until(() -> all().size() == 10);
        await().atMost(SOON).until(() -> all().stream().allMatch((task) -> task.state().equals(TaskState.SUCCESS)));
        assertThat(Stream.of(first.id(), again)
            .map((id) -> this.tasks.workflow(id).orElseThrow().outline().steps())
            .flatMap((steps) -> steps.stream().map(Outline.Step::id))).doesNotHaveDuplicates();
    }

    @Test
    void hooksOfASecondCallAreToldOfTheSecondGroup() {
        this.engine.work(2);
        GroupResult<Integer> group = this.tasks.group(List.of(add(1, 1)))
            .onAllFinished(this.tasks.signature("steps.note"))
            .apply();
        await().atMost(SOON).until(() -> this.steps.notes.size() == 1);
        String again = this.tasks.workflow(group.id()).orElseThrow().sendAgain();
        await().atMost(SOON).until(() -> this.steps.notes.size() == 2);
        assertThat(this.steps.notes).containsExactly(group.id(), again);
    }

    @Test
    void singleCallIsNoWorkflow() {
        assertThat(this.tasks.workflow(add(1, 1).apply().id())).isEmpty();
        assertThat(this.tasks.workflow("never heard of")).isEmpty();
        assertThat(this.tasks.workflow("")).isEmpty();
    }

    @Test
    void tooLargeACanvasIsSentAndNotRemembered() {
        this.engine.work(2);
        List<TaskCall<Integer>> many = IntStream.range(0, 5)
            .mapToObj((i) -> this.tasks.signature(Steps::length, "x".repeat(900_000)))
            .toList();
        AsyncResult<Integer> total = this.tasks.group(many).then(Steps::total).apply();
        assertThat(total.get(SOON)).isEqualTo(4_500_000);
        assertThat(this.tasks.workflow(total.id())).isEmpty();
    }

    static class Steps {

        final Queue<String> notes = new ConcurrentLinkedQueue<>();

        final Queue<String> ran = new ConcurrentLinkedQueue<>();

        final CountDownLatch holding = new CountDownLatch(1);

        volatile TaskTemplate tasks;

        @SharedTask
        int add(int one, int other) {
            this.ran.add("add");
            return one + other;
        }

        @SharedTask
        int total(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

        @SharedTask
        int length(String text) {
            return text.length();
        }

        @SharedTask
        int hold(int number) throws InterruptedException {
            this.ran.add("hold");
            this.holding.countDown();
            new CountDownLatch(1).await();
            return number;
        }

        @SharedTask
        void note(Object word) {
            this.notes.add(String.valueOf(word));
        }

        @SharedTask
        void results(String group, TaskContext task) {
            GroupResult<Integer> found = this.tasks.group(group, Integer.class).orElseThrow();
            this.notes.add(found.completed() + " of " + found.size());
        }

    }

}
