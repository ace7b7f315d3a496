package io.taskqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskTemplate;
import io.taskqueue.canvas.TaskMethod;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Tasks that have other work take their places. */
class ReplaceTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Plans plans = new Plans();

    private Engine engine;

    private TaskTemplate tasks;

    @BeforeEach
    void build() {
        this.engine = Engine.with(this.plans).build();
        this.tasks = this.engine.tasks;
        this.plans.tasks = this.tasks;
    }

    @AfterEach
    void close() {
        this.engine.close();
    }

    private int plan(String plan) {
        this.engine.work(2);
        return this.tasks.signature(Plans::plan, plan).apply().get(SOON);
    }

    @Test
    void resultIsThatOfTheOther() {
        assertThat(plan("single")).isEqualTo(3);
    }

    @Test
    void resultIsThatOfAChainsEnd() {
        assertThat(plan("chain")).isEqualTo(6);
    }

    @Test
    void resultIsThatOfAChordsBody() {
        assertThat(plan("chord")).isEqualTo(45);
    }

    @Test
    void resultOfAGroupIsItsList() {
        this.engine.work(2);
        assertThat(this.tasks.signature(Plans::spread, 4).apply().get(SOON)).containsExactly(0, 1, 2, 3);
        assertThat(this.tasks.signature(Plans::spread, 0).apply().get(SOON)).isEmpty();
    }

    @Test
    void otherMayBeReplacedInTurn() {
        assertThat(plan("again")).isEqualTo(6);
    }

    @Test
    void chainGoesOnWithTheOthersResult() {
        this.engine.work(2);
        assertThat(this.tasks.chain(this.tasks.signature(Plans::plan, "chain"))
            .then(Plans::add, 10)
            .then(Plans::add, 100)
            .apply()
            .get(SOON)).isEqualTo(116);
    }

    @Test
    void callbacksTakeTheOthersResult() {
        this.engine.work(2);
        AsyncResult<Integer> task = this.tasks.signature(Plans::plan, "chain")
            .link(this.tasks.signature("plans.note"))
            .apply();
        assertThat(task.get(SOON)).isEqualTo(6);
        await().atMost(SOON).until(() -> this.plans.notes.contains("6"));
        assertThat(this.plans.notes).hasSize(1);
    }

    @Test
    void chordCountsTheOthersEnd() {
        this.engine.work(4);
        assertThat(this.tasks
            .group(List.of(this.tasks.signature(Plans::plan, "chain"), this.tasks.signature(Plans::plan, "chord"),
                    this.tasks.signature(Plans::add, 1, 1), this.tasks.signature(Plans::plan, "single")))
            .then(Plans::sum)
            .apply()
            .get(SOON)).isEqualTo(6 + 45 + 2 + 3);
    }

    @Test
    void failureOfTheOtherIsItsOwn() {
        for (String plan : List.of("fails", "fails at once", "fails in a chord")) {
            this.plans.notes.clear();
            Engine own = Engine.with(this.plans).build();
            this.plans.tasks = own.tasks;
            own.work(2);
            AsyncResult<Integer> task = own.tasks.signature(Plans::plan, plan)
                .onError(own.tasks.signature("plans.note"))
                .apply();
            assertThatExceptionOfType(RemoteTaskException.class).as(plan).isThrownBy(() -> task.get(SOON));
            await().atMost(SOON).until(() -> !this.plans.notes.isEmpty());
            own.close();
            assertThat(this.plans.notes).as(plan).hasSize(1);
        }
    }

    @Test
    void stepsAfterItEndAsTheOtherDid() {
        this.engine.work(2);
        AsyncResult<Integer> end = this.tasks.chain(this.tasks.signature(Plans::plan, "fails"))
            .then(Plans::add, 10)
            .apply();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> end.get(SOON))
            .withMessageContaining("on purpose");
        assertThat(end.state()).isEqualTo(TaskState.FAILURE);
    }

    @Test
    void otherBeginsWithItsFirstAttempt() {
        this.engine.work(1);
        assertThat(this.tasks.signature(Plans::thirdAttempt, "x").apply().get(SOON)).isEqualTo("x 1 2 3, then 1");
    }

    @Test
    void waitsInItsQueueUntilTheOtherHasEnded() {
        AsyncResult<Integer> task = this.tasks.signature(Plans::plan, "elsewhere").apply();
        this.engine.work(1);
        await().atMost(SOON)
            .until(() -> this.engine.story(task.id()).attempts().isEmpty()
                    && this.engine.story(task.id()).last().run().attempt() == 2);
        assertThat(task.state()).isEqualTo(TaskState.QUEUED);
        assertThat(this.engine.results.find(List.of(task.id()))).hasSize(1);
    }

    @Test
    void othersBelongToTheSameWorkflow() {
        this.engine.work(2);
        AsyncResult<Integer> task = this.tasks.signature(Plans::plan, "chain").apply();
        task.get(SOON);
        assertThat(this.engine.results.capability(TaskSearch.class)
            .orElseThrow()
            .search(TaskFilter.all(), null, 10)
            .tasks()).hasSize(2)
            .allSatisfy((record) -> assertThat(record.last().details().rootId()).isEqualTo(task.id()));
    }

    @Test
    void unknownTaskFailsTheOneThatAsksForIt() {
        this.engine.work(1);
        AsyncResult<Integer> task = this.tasks.signature(Plans::plan, "unknown method").apply();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> task.get(SOON))
            .withMessageContaining("is no task");
    }

    static class Plans {

        final Queue<String> notes = new ConcurrentLinkedQueue<>();

        volatile TaskTemplate tasks;

        @SharedTask
        int plan(String plan, TaskContext task) {
            TaskTemplate to = this.tasks;
            throw switch (plan) {
                case "single" -> task.replace(to.signature(Plans::add, 1, 2));
                case "chain" -> task.replace(to.chain(to.signature(Plans::add, 1, 2)).then(Plans::add, 3));
                case "chord" -> task
                    .replace(to.group(IntStream.range(0, 10).mapToObj((i) -> to.signature(Plans::add, i, 0)).toList())
                        .then(Plans::sum));
                case "again" -> task.replace(to.signature(Plans::plan, "chain"));
                case "fails" ->
                    task.replace(to.chain(to.signature(Plans::fail, 1)).then(Plans::add, 1).then(Plans::add, 1));
                case "fails at once" -> task.replace(to.signature(Plans::fail, 1));
                case "fails in a chord" ->
                    task.replace(to.group(List.of(to.signature(Plans::add, 1, 1), to.signature(Plans::fail, 1)))
                        .then(Plans::sum));
                case "elsewhere" -> task.replace(to.signature(Plans::add, 1, 2).queue("elsewhere"));
                default -> task.replace(to.call(Plans.reference(), 1));
            };
        }

        private static TaskMethod.Function1<Plans, Integer, Integer> reference() {
            return Plans::unannotated;
        }

        @SharedTask
        List<Integer> spread(int count, TaskContext task) {
            throw task.replace(this.tasks
                .group(IntStream.range(0, count).mapToObj((i) -> this.tasks.signature(Plans::add, i, 0)).toList()));
        }

        @SharedTask(maxRetries = 2)
        String thirdAttempt(String before, TaskContext task) {
            String so = before + " " + task.attempt();
            if (task.attempt() < 3) {
                this.notes.add(String.valueOf(task.attempt()));
                throw task.retry(null, Duration.ZERO);
            }
            throw task
                .replace(this.tasks.signature(Plans::tell, "x " + String.join(" ", this.notes) + so.substring(1)));
        }

        @SharedTask
        String tell(String text, TaskContext task) {
            return text + ", then " + task.attempt();
        }

        @SharedTask
        int add(int one, int other) {
            return one + other;
        }

        @SharedTask
        int sum(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

        @SharedTask
        int fail(int number) {
            throw new IllegalStateException("on purpose " + number);
        }

        @SharedTask
        void note(Object word) {
            this.notes.add(String.valueOf(word));
        }

        Integer unannotated(Integer number) {
            return number;
        }

    }

}
