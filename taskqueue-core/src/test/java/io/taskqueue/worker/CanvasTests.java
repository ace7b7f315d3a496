package io.taskqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.GroupResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskArgumentException;
import io.taskqueue.TaskCall;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskNotRunException;
import io.taskqueue.TaskTemplate;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Many tasks as one: links, errbacks, chains and groups, from the call to the result. */
class CanvasTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Sums sums = new Sums();

    private Engine engine;

    private TaskTemplate tasks;

    @BeforeEach
    void build() {
        this.engine = Engine.with(this.sums).build();
        this.tasks = this.engine.tasks;
    }

    @AfterEach
    void close() {
        this.engine.close();
    }

    @Test
    void callbackTakesTheResult() {
        this.engine.work(2);
        assertThat(this.tasks.signature(Sums::add, 2, 3)
            .link(this.tasks.signature("sums.note").immutable().kwarg("word", "ended"))
            .link(this.tasks.signature("sums.note"))
            .apply()
            .get(SOON)).isEqualTo(5);
        await().atMost(SOON).until(() -> this.sums.notes.size() == 2);
        assertThat(this.sums.notes).containsExactlyInAnyOrder("ended", "5");
    }

    @Test
    void errbackTakesTheFailedTasksId() {
        this.engine.work(2);
        AsyncResult<Integer> failed = this.tasks.signature(Sums::fail, 1)
            .link(this.tasks.signature("sums.note"))
            .onError(this.tasks.signature("sums.note"))
            .apply();
        await().atMost(SOON).until(() -> this.sums.notes.size() == 1);
        assertThat(this.sums.notes).containsExactly(failed.id());
    }

    @Test
    void chainPassesEachResultOn() {
        this.engine.work(2);
        AsyncResult<String> end = this.tasks.chain(this.tasks.signature(Sums::add, 2, 3))
            .then(Sums::add, 4)
            .then(Sums::print)
            .apply();
        assertThat(end.get(SOON)).isEqualTo("9");
    }

    @Test
    void immutableLinkTakesNoResult() {
        this.engine.work(2);
        AsyncResult<Integer> end = this.tasks.chain(this.tasks.signature(Sums::add, 2, 3))
            .thenIgnoring(this.tasks.signature(Sums::add, 10, 20))
            .then(Sums::add, 1)
            .apply();
        assertThat(end.get(SOON)).isEqualTo(31);
    }

    @Test
    void resultsOfAChainKnowEachOther() {
        AsyncResult<String> end = this.tasks.chain(this.tasks.signature(Sums::add, 2, 3))
            .then(Sums::add, 4)
            .then(Sums::print)
            .apply();
        AsyncResult<?> middle = end.parent().orElseThrow();
        AsyncResult<?> first = middle.parent().orElseThrow();
        assertThat(first.parent()).isEmpty();
        assertThat(first.children()).containsExactly(middle);
        assertThat(middle.children()).containsExactly(end);
        assertThat(end.children()).isEmpty();
        this.engine.work(2);
        end.get(SOON);
        assertThat(first.get(SOON)).isEqualTo(5);
        assertThat(middle.get(SOON)).isEqualTo(9);
    }

    @Test
    void everyLinkIsFoundFromTheCallOn() {
        AsyncResult<String> end = this.tasks.chain(this.tasks.signature(Sums::add, 2, 3)).then(Sums::print).apply();
        assertThat(this.tasks.result(end.id(), String.class)).isPresent();
        assertThat(end.state()).isEqualTo(TaskState.QUEUED);
        assertThat(this.engine.story(end.id()).last().details().task()).isEqualTo("sums.print");
    }

    @Test
    void linksKnowTheirWorkflow() {
        this.engine.work(2);
        AsyncResult<Integer> end = this.tasks.chain(this.tasks.signature(Sums::add, 2, 3))
            .then(Sums::add, 4)
            .then(Sums::add, 5)
            .apply();
        end.get(SOON);
        String middle = end.parent().orElseThrow().id();
        String first = end.parent().orElseThrow().parent().orElseThrow().id();
        assertThat(this.engine.story(end.id()).last().details().rootId()).isEqualTo(first);
        assertThat(this.engine.story(end.id()).last().details().parentId()).isEqualTo(middle);
    }

    @Test
    void linksAfterAFailedOneEndAsItDid() {
        this.engine.work(2);
        AsyncResult<String> end = this.tasks.chain(this.tasks.signature(Sums::add, 2, 3))
            .then(Sums::fail)
            .then(Sums::add, 4)
            .then(Sums::print)
            .onError(this.tasks.signature("sums.note"))
            .apply();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> end.get(SOON))
            .satisfies((failure) -> assertThat(failure.originalMessage()).isEqualTo("failed with 5"));
        AsyncResult<?> third = end.parent().orElseThrow();
        AsyncResult<?> failed = third.parent().orElseThrow();
        assertThat(third.state()).isEqualTo(TaskState.FAILURE);
        assertThat(third.error()).isEqualTo(failed.error());
        await().atMost(SOON).until(() -> !this.sums.notes.isEmpty());
        assertThat(this.sums.notes).containsExactly(failed.id());
        assertThat(this.engine.events(TaskEvent.TaskFailed.class)).hasSize(1);
    }

    @Test
    void linksAfterARejectedOneEndAsItDid() {
        this.engine.work(2);
        AsyncResult<Integer> end = this.tasks.chain(this.tasks.signature(Sums::refuse, 1)).then(Sums::add, 4).apply();
        assertThatExceptionOfType(TaskNotRunException.class).isThrownBy(() -> end.get(SOON));
        assertThat(end.state()).isEqualTo(TaskState.REJECTED);
    }

    @Test
    void retriedLinkGoesOnWhenItHasSucceeded() {
        this.engine.work(2);
        AsyncResult<Integer> end = this.tasks.chain(this.tasks.signature(Sums::onlyTheSecondTime, 1))
            .then(Sums::add, 4)
            .apply();
        assertThat(end.get(SOON)).isEqualTo(5);
    }

    @Test
    void revokedChainRevokesItsLinks() {
        AsyncResult<String> end = this.tasks.chain(this.tasks.signature(Sums::add, 2, 3))
            .then(Sums::add, 4)
            .then(Sums::print)
            .apply();
        end.revoke();
        AsyncResult<String> after = this.tasks.delay(Sums::print, 1);
        this.engine.work(1);
        assertThat(end.state()).isEqualTo(TaskState.REVOKED);
        assertThat(end.parent().orElseThrow().parent().orElseThrow().state()).isEqualTo(TaskState.REVOKED);
        after.get(SOON);
        assertThat(this.sums.runs).containsExactly("print");
    }

    @Test
    void linksAfterOneThatIsRevokedWhileItRunsAreRevoked() {
        this.engine.work(2);
        AsyncResult<Integer> end = this.tasks.chain(this.tasks.signature(Sums::hold, 1)).then(Sums::add, 4).apply();
        Engine.await(this.sums.holding);
        this.tasks.result(end.parent().orElseThrow().id(), Integer.class).orElseThrow().revoke();
        await().atMost(SOON).until(() -> end.state().equals(TaskState.REVOKED));
        assertThat(this.sums.runs).containsExactly("hold");
    }

    @Test
    void groupGivesItsResultsInOrder() {
        this.engine.work(4);
        List<TaskCall<Integer>> members = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            members.add(this.tasks.signature(Sums::add, i, 1));
        }
        GroupResult<Integer> group = this.tasks.group(members).apply();
        assertThat(group.get(SOON)).hasSize(50).first().isEqualTo(1);
        assertThat(group.get(SOON)).isSorted();
        assertThat(group.completed()).isEqualTo(50);
        assertThat(group.state()).isEqualTo(TaskState.SUCCESS);
        assertThat(group.progress().orElseThrow().percent()).isEqualTo(100);
    }

    @Test
    void groupFailsWithItsFirstFailure() {
        this.engine.work(2);
        GroupResult<Integer> group = this.tasks
            .group(List.of(this.tasks.signature(Sums::hold, 1), this.tasks.signature(Sums::fail, 7)))
            .apply();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> group.get(SOON))
            .satisfies((failure) -> assertThat(failure.originalMessage()).isEqualTo("failed with 7"));
        assertThat(group.ready()).isFalse();
        assertThat(group.completed()).isEqualTo(1);
        group.revoke();
        await().atMost(SOON).until(group::ready);
    }

    @Test
    void emptyGroupIsDoneAtOnce() {
        GroupResult<Integer> group = this.tasks.group(List.<TaskCall<Integer>>of()).apply();
        assertThat(group.get(SOON)).isEmpty();
        assertThat(group.state()).isEqualTo(TaskState.SUCCESS);
    }

    @Test
    void membersMayBeChains() {
        this.engine.work(2);
        GroupResult<Integer> group = this.tasks
            .group(List.of(this.tasks.chain(this.tasks.signature(Sums::add, 1, 1)).then(Sums::add, 1),
                    this.tasks.chain(this.tasks.signature(Sums::add, 2, 2)).then(Sums::add, 2)))
            .apply();
        assertThat(group.get(SOON)).containsExactly(3, 6);
    }

    @Test
    void chainMayEndInAGroup() {
        this.engine.work(2);
        AsyncResult<?> end = this.tasks.chain(this.tasks.signature(Sums::add, 1, 1))
            .then(this.tasks.group(this.tasks.signature("sums.add", 1), this.tasks.signature("sums.add", 2)))
            .apply();
        assertThat(end).isInstanceOf(GroupResult.class);
        assertThat(end.get(SOON)).isEqualTo(List.of(3, 4));
    }

    @Test
    void linkThatCannotTakeTheResultIsRefusedAtTheCall() {
        assertThatExceptionOfType(TaskArgumentException.class).isThrownBy(
                () -> this.tasks.chain(this.tasks.signature(Sums::list), this.tasks.signature("sums.add", 1)).apply())
            .withMessageContaining("sums.add")
            .withMessageContaining("immutable");
        assertThatExceptionOfType(TaskArgumentException.class)
            .isThrownBy(() -> this.tasks.chain(this.tasks.signature(Sums::list), this.tasks.signature("sums.add", 1, 2))
                .apply());
    }

    static class Sums {

        final ConcurrentLinkedQueue<String> notes = new ConcurrentLinkedQueue<>();

        final ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();

        final CountDownLatch holding = new CountDownLatch(1);

        @SharedTask
        int add(int x, int y) {
            this.runs.add("add");
            return x + y;
        }

        @SharedTask
        String print(int number) {
            this.runs.add("print");
            return String.valueOf(number);
        }

        @SharedTask
        int fail(int number) {
            throw new IllegalStateException("failed with " + number);
        }

        @SharedTask
        int refuse(int number, TaskContext task) {
            throw task.reject("no " + number);
        }

        @SharedTask
        int onlyTheSecondTime(int number, TaskContext task) {
            if (task.attempt() == 1) {
                throw task.retry(null, Duration.ZERO);
            }
            return number;
        }

        @SharedTask
        int hold(int number) throws InterruptedException {
            this.runs.add("hold");
            this.holding.countDown();
            new CountDownLatch(1).await();
            return number;
        }

        @SharedTask
        List<Integer> list() {
            return List.of();
        }

        @SharedTask
        void note(Object word) {
            this.notes.add(String.valueOf(word));
        }

    }

}
