package io.taskqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskArgumentException;
import io.taskqueue.TaskCall;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskTemplate;
import io.taskqueue.UnknownTaskException;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** One task for many items: in one run, or in several side by side. */
class MapTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Numbers numbers = new Numbers();

    private Engine engine;

    private TaskTemplate tasks;

    @BeforeEach
    void build() {
        this.engine = Engine.with(this.numbers).build();
        this.tasks = this.engine.tasks;
    }

    @AfterEach
    void close() {
        this.engine.close();
    }

    private void work(int concurrency) {
        this.engine.work((options) -> options.concurrency(concurrency).queues(List.of("taskqueue", "squares")));
    }

    @Test
    void mapRunsItsTaskForEachItemInOneRun() {
        work(4);
        AsyncResult<List<Integer>> squares = this.tasks.map(Numbers::square, List.of(3, 1, 2)).apply();
        assertThat(squares.get(SOON)).containsExactly(9, 1, 4);
        assertThat(this.numbers.seen).containsExactly(3, 1, 2);
        assertThat(this.engine.story(squares.id()).last().details().queue()).isEqualTo("squares");
    }

    @Test
    void taskOfAMapHasTheContextOfTheWholeRun() {
        work(1);
        AsyncResult<List<String>> ids = this.tasks.map(Numbers::id, List.of(1, 2)).apply();
        assertThat(ids.get(SOON)).containsExactly(ids.id(), ids.id());
    }

    @Test
    void taskWithoutAValueIsMappedToo() {
        work(1);
        assertThat(this.tasks.map(Numbers::note, List.of(7, 8)).apply().get(SOON)).containsExactly(null, null);
        assertThat(this.numbers.seen).containsExactly(7, 8);
    }

    @Test
    void starmapSpreadsEachItem() {
        work(1);
        TaskCall<List<Integer>> sums = this.tasks.starmap(Numbers::add, List.of(List.of(1, 2), List.of(3, 4)));
        assertThat(sums.apply().get(SOON)).containsExactly(3, 7);
    }

    @Test
    void mapOfNothingIsAnEmptyList() {
        work(1);
        assertThat(this.tasks.map(Numbers::square, List.of()).apply().get(SOON)).isEmpty();
        assertThat(this.tasks.chunks(this.tasks.map(Numbers::square, List.of()), 10).apply().get(SOON)).isEmpty();
    }

    @Test
    void chunksRunSideBySide() {
        work(4);
        TaskCall<List<Integer>> squares = this.tasks.map(Numbers::square, IntStream.range(0, 10).boxed().toList());
        assertThat(this.tasks.chunks(squares, 4).apply().get(SOON)).containsExactly(List.of(0, 1, 4, 9),
                List.of(16, 25, 36, 49), List.of(64, 81));
    }

    @Test
    void chunksMayBeAChord() {
        work(4);
        TaskCall<List<Integer>> squares = this.tasks.map(Numbers::square, IntStream.range(0, 10).boxed().toList());
        assertThat(this.tasks.chunks(squares, 3).then(Numbers::total).apply().get(SOON)).isEqualTo(285);
    }

    @Test
    void mapTakesNoResultInAChain() {
        work(2);
        assertThat(this.tasks.chain(this.tasks.signature(Numbers::add, 1, 1))
            .then(this.tasks.map(Numbers::square, List.of(5)))
            .then(Numbers::sum)
            .apply()
            .get(SOON)).isEqualTo(25);
    }

    @Test
    void failureOfOneFailsTheWhole() {
        work(1);
        AsyncResult<List<Integer>> map = this.tasks.map(Numbers::odd, List.of(1, 2, 3)).apply();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> map.get(SOON))
            .withMessageContaining("even: 2");
        assertThat(this.numbers.seen).containsExactly(1, 2);
    }

    @Test
    void whatTheTaskIsRetriedForRetriesTheWhole() {
        work(1);
        this.numbers.failures = 1;
        assertThat(this.tasks.map(Numbers::flaky, List.of(1, 2)).apply().get(SOON)).containsExactly(1, 2);
        assertThat(this.numbers.seen).containsExactly(1, 1, 2);
    }

    @Test
    void revokedMapStopsBetweenItems() throws Exception {
        work(1);
        AsyncResult<List<Integer>> map = this.tasks.map(Numbers::stubborn, List.of(1, 2, 3)).apply();
        this.numbers.begun.await();
        map.revoke();
        await().atMost(SOON).until(() -> map.state().equals(TaskState.REVOKED));
        assertThat(this.numbers.seen).containsExactly(1);
    }

    @Test
    void argumentsAreCheckedAtTheCall() {
        assertThatExceptionOfType(TaskArgumentException.class)
            .isThrownBy(() -> this.tasks.map("numbers.square", List.of("nine")).apply());
        assertThatExceptionOfType(TaskArgumentException.class)
            .isThrownBy(() -> this.tasks.starmap(Numbers::add, List.of(List.of(1))).apply());
        assertThatExceptionOfType(UnknownTaskException.class)
            .isThrownBy(() -> this.tasks.map(Numbers::unannotated, List.of(1)).apply());
    }

    @Test
    void onlyAMapCanBeCut() {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.tasks.chunks(this.tasks.signature(Numbers::square, 1), 2));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.tasks.chunks(this.tasks.map(Numbers::square, List.of(1)), 0));
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.tasks.chunks(this.tasks.map(Numbers::square, List.of(1)).id("mine"), 1));
    }

    @Test
    void mapOfATaskThatNobodyKnowsIsSetAside() {
        work(1);
        AsyncResult<?> map = this.tasks.map("elsewhere.known", List.of(1)).apply();
        await().atMost(SOON).until(() -> map.state().equals(TaskState.REJECTED));
        assertThat(map.error().orElseThrow().type()).isEqualTo("UnknownTask");
    }

    @Test
    void mapWithoutItsPartsIsRejected() {
        work(1);
        AsyncResult<?> none = this.tasks.delay("celery.map");
        AsyncResult<?> noItems = this.tasks.signature("celery.starmap")
            .kwarg("task", Collections.singletonMap("task", "numbers.add"))
            .apply();
        AsyncResult<?> noList = this.tasks.signature("celery.starmap")
            .kwarg("task", Collections.singletonMap("task", "numbers.add"))
            .kwarg("it", List.of(1))
            .apply();
        for (AsyncResult<?> bad : List.of(none, noItems, noList)) {
            await().atMost(SOON).until(() -> bad.state().equals(TaskState.REJECTED));
        }
    }

    @Test
    void accumulateReturnsWhatItIsGiven() {
        work(1);
        assertThat(this.tasks.delay("celery.accumulate", 1, "two").get(SOON)).isEqualTo(List.of(1, "two"));
        assertThat(this.tasks.signature("celery.accumulate", 1, "two").kwarg("index", 1).apply().get(SOON))
            .isEqualTo("two");
        AsyncResult<?> beyond = this.tasks.signature("celery.accumulate", 1).kwarg("index", 1).apply();
        await().atMost(SOON).until(() -> beyond.state().equals(TaskState.REJECTED));
    }

    static class Numbers {

        final List<Integer> seen = Collections.synchronizedList(new ArrayList<>());

        final CountDownLatch begun = new CountDownLatch(1);

        volatile int failures;

        @SharedTask(name = "numbers.square", queue = "squares")
        int square(int number) {
            this.seen.add(number);
            return number * number;
        }

        @SharedTask
        String id(int number, TaskContext task) {
            return task.id();
        }

        @SharedTask
        void note(int number) {
            this.seen.add(number);
        }

        @SharedTask(name = "numbers.add")
        int add(int one, int other) {
            return one + other;
        }

        @SharedTask
        int sum(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

        @SharedTask
        int total(List<List<Integer>> numbers) {
            return numbers.stream().mapToInt(this::sum).sum();
        }

        @SharedTask
        int odd(int number) {
            this.seen.add(number);
            if (number % 2 == 0) {
                throw new IllegalStateException("even: " + number);
            }
            return number;
        }

        @SharedTask(retryFor = IllegalStateException.class, retryDelay = "PT0.01S")
        int flaky(int number) {
            this.seen.add(number);
            if (this.failures-- > 0) {
                throw new IllegalStateException("once");
            }
            return number;
        }

        @SharedTask
        int stubborn(int number) {
            this.seen.add(number);
            this.begun.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return number;
        }

        int unannotated(int number) {
            return number;
        }

    }

}
