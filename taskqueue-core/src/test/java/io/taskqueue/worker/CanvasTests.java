package io.taskqueue.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.CanvasCall;
import io.taskqueue.GroupResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskArgumentException;
import io.taskqueue.TaskCall;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskGroup;
import io.taskqueue.TaskNotRunException;
import io.taskqueue.TaskTemplate;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.execution.Completer;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskSearch;
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
    @Tag("G13")
    void chordCallsItsBodyWithTheListOfResults() {
        this.engine.work(4);
        AsyncResult<Integer> total = group(100).then(Sums::total).apply();
        assertThat(total.get(SOON)).isEqualTo(5050);
        assertThat(total.parent().orElseThrow()).isInstanceOf(GroupResult.class);
        assertThat(total.parent().orElseThrow().get(SOON)).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(100);
        await().atMost(SOON).until(() -> this.engine.events(TaskEvent.TaskSucceeded.class).size() == 101);
    }

    private TaskCall<Integer> add(int number) {
        return this.tasks.signature("sums.add", number).returning(Integer.class);
    }

    private TaskCall<Integer> add(int x, int y) {
        return this.tasks.signature(Sums::add, x, y);
    }

    private TaskGroup<Integer> group(int size) {
        return this.tasks
            .group(IntStream.range(0, size).mapToObj((i) -> this.tasks.signature(Sums::add, i, 1)).toList());
    }

    @Test
    void chordOfOneAndOfNoneCallTheirBodies() {
        this.engine.work(2);
        assertThat(group(1).then(Sums::total).apply().get(SOON)).isEqualTo(1);
        assertThat(group(0).then(Sums::total).apply().get(SOON)).isZero();
    }

    @Test
    @Tag("G13")
    void failedMemberFailsTheBodyOnceAllHaveEnded() {
        this.engine.work(2);
        AsyncResult<Integer> total = this.tasks
            .group(List.of(this.tasks.signature(Sums::fail, 1), this.tasks.signature(Sums::add, 1, 2),
                    this.tasks.signature(Sums::fail, 2)))
            .then(this.tasks.signature("sums.total")
                .returning(Integer.class)
                .onError(this.tasks.signature("sums.note")))
            .then(Sums::print)
            .apply()
            .parent()
            .map((parent) -> cast(parent))
            .orElseThrow();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> total.get(SOON))
            .satisfies((failure) -> assertThat(failure.type()).endsWith("ChordError"))
            .withMessageContaining("failed with 1");
        assertThat(total.children().get(0).state()).isEqualTo(TaskState.FAILURE);
        await().atMost(SOON).until(() -> !this.sums.notes.isEmpty());
        assertThat(this.sums.notes).containsExactly(total.id());
    }

    @SuppressWarnings("unchecked")
    private static AsyncResult<Integer> cast(AsyncResult<?> result) {
        return (AsyncResult<Integer>) result;
    }

    @Test
    void chordStandsInAChain() {
        this.engine.work(2);
        AsyncResult<String> end = this.tasks.chain(this.tasks.signature(Sums::add, 2, 3))
            .then(this.tasks.group(List.of(add(10), add(20))))
            .then(Sums::total)
            .then(Sums::add, 1)
            .then(Sums::print)
            .apply();
        assertThat(end.get(SOON)).isEqualTo("41");
    }

    @Test
    void membersOfAChordMayBeChainsAndChords() {
        this.engine.work(2);
        AsyncResult<Integer> end = this.tasks
            .group(List.of(this.tasks.chain(this.tasks.signature(Sums::add, 1, 1)).then(Sums::add, 1),
                    group(3).then(Sums::total), this.tasks.chain(this.tasks.signature(Sums::add, 4, 0))))
            .then(Sums::total)
            .then(Sums::add, 100)
            .apply();
        assertThat(end.get(SOON)).isEqualTo(113);
    }

    @Test
    void brokenChainCountsAsAFailedMember() {
        this.engine.work(2);
        AsyncResult<Integer> end = this.tasks
            .group(List.of(this.tasks.chain(this.tasks.signature(Sums::fail, 1)).then(Sums::add, 1).then(Sums::add, 2),
                    this.tasks.chain(this.tasks.signature(Sums::add, 1, 1))))
            .then(Sums::total)
            .apply();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> end.get(SOON))
            .withMessageContaining("failed with 1");
    }

    @Test
    void failedInnerChordFailsTheOuterOne() {
        this.engine.work(2);
        AsyncResult<Integer> end = this.tasks.group(List
            .of(this.tasks.group(List.of(this.tasks.signature(Sums::fail, 1), this.tasks.signature(Sums::add, 1, 1)))
                .then(Sums::total), this.tasks.chain(this.tasks.signature(Sums::add, 1, 1))))
            .then(Sums::total)
            .apply();
        assertThatExceptionOfType(RemoteTaskException.class).isThrownBy(() -> end.get(SOON))
            .satisfies((failure) -> assertThat(failure.type()).endsWith("ChordError"));
    }

    @Test
    void revokedMemberFailsTheChord() {
        GroupResult<?> members = (GroupResult<?>) group(3).then(Sums::total).apply().parent().orElseThrow();
        members.members().get(1).revoke();
        AsyncResult<?> body = this.tasks.result(members.members().get(0).id(), Integer.class).orElseThrow();
        this.engine.work(2);
        assertThat(body.get(SOON)).isEqualTo(1);
        await().atMost(SOON).until(members::ready);
        await().atMost(SOON)
            .until(() -> this.engine.results.capability(TaskSearch.class)
                .orElseThrow()
                .search(TaskFilter.all().task("sums.total"), null, 10)
                .tasks()
                .stream()
                .anyMatch((task) -> task.state().equals(TaskState.FAILURE)));
    }

    private void sendBodiesOfOverdueChords() {
        Completer completer = new Completer(this.engine.broker,
                this.engine.broker.consume(new ConsumerOptions("sweeper", 1, false)), this.engine.runner);
        List<Completer.Item> left = this.engine.runner.overdueChords(this.engine.broker, Duration.ZERO, 10)
            .stream()
            .map(Completer.Item::new)
            .toList();
        await().atMost(SOON).until(() -> {
            completer.complete(left);
            return left.stream().allMatch(Completer.Item::done);
        });
    }

    @Test
    @Tag("G13")
    @Tag("W13")
    void bodyThatIsSentTwiceRunsOnceThoughBothMessagesBeginAtOnce() {
        ChordCounter counter = this.engine.results.capability(ChordCounter.class).orElseThrow();
        TaskResult end = TaskResult.of("member", TaskState.SUCCESS, TaskRun.NONE, Instant.now(), TaskDetails.NONE);
        ChordCounter.Part part = new ChordCounter.Part("chord", 0, end.value("7"), """
                {"task": "sums.linger", "options": {"task_id": "body", "queue": "taskqueue"}}""");
        for (int i = 0; i < 3; i++) {
            counter.open(List.of(new ChordCounter.Opening("chord", 1)));
            counter.count(List.of(part));
            sendBodiesOfOverdueChords();
        }
        this.engine.work(3);
        await().atMost(SOON).until(() -> this.engine.events(TaskEvent.TaskReceived.class).size() == 3);
        await().atMost(SOON).until(() -> this.tasks.result("body", Object.class).orElseThrow().ready());
        assertThat(this.sums.runs).containsExactly("linger");
    }

    @Test
    @Tag("W13")
    void bodyOfAChordWhoseLastWriterDiedIsSentByAnother() {
        ChordCounter counter = this.engine.results.capability(ChordCounter.class).orElseThrow();
        TaskResult end = TaskResult.of("member", TaskState.SUCCESS, TaskRun.NONE, Instant.now(), TaskDetails.NONE);
        counter.open(List.of(new ChordCounter.Opening("chord", 1)));
        counter.count(List.of(new ChordCounter.Part("chord", 0, end.value("7"), """
                {"task": "sums.note", "options": {"task_id": "body", "queue": "taskqueue"}}""")));
        sendBodiesOfOverdueChords();
        this.engine.work(1);
        await().atMost(SOON).until(() -> !this.sums.notes.isEmpty());
        assertThat(this.sums.notes).containsExactly("[7]");
        assertThat(this.engine.runner.overdueChords(this.engine.broker, Duration.ZERO, 10)).isEmpty();
    }

    private TaskCall<?> noting(String hook) {
        return this.tasks.signature("sums.hooked", hook);
    }

    private GroupResult<Integer> hooked(List<? extends CanvasCall<Integer>> members) {
        return this.tasks.group(members)
            .onAllSucceeded(noting("succeeded"))
            .onAnyFailed(noting("failed"))
            .onAllFinished(noting("finished"))
            .onAllFinished(this.tasks.signature("sums.note", "immutable").immutable())
            .apply();
    }

    @Test
    @Tag("G13")
    void hooksOfAGroupThatSucceedsAreCalledOnce() {
        this.engine.work(4);
        GroupResult<Integer> group = hooked(IntStream.range(0, 20).mapToObj((i) -> add(i, 0)).toList());
        assertThat(group.get(SOON)).hasSize(20);
        await().atMost(SOON).until(() -> this.sums.notes.size() == 3);
        assertThat(this.sums.notes).containsExactlyInAnyOrder("succeeded " + IntStream.range(0, 20).boxed().toList(),
                "finished " + group.id(), "immutable");
    }

    @Test
    @Tag("G13")
    void hooksOfAGroupThatFailsAreCalledOnceAllHaveEnded() {
        this.engine.work(4);
        GroupResult<Integer> group = hooked(List.of(add(1, 1), this.tasks.signature(Sums::fail, 1), add(2, 2),
                this.tasks.signature(Sums::fail, 2), this.tasks.chain(this.tasks.signature(Sums::fail, 3))));
        await().atMost(SOON).until(() -> this.sums.notes.size() == 3);
        assertThat(group.completed()).isEqualTo(5);
        assertThat(this.sums.notes).containsExactlyInAnyOrder("failed " + group.id(), "finished " + group.id(),
                "immutable");
    }

    @Test
    void hooksOfAnEmptyGroupAreCalled() {
        this.engine.work(1);
        assertThat(hooked(List.of()).get(SOON)).isEmpty();
        await().atMost(SOON).until(() -> this.sums.notes.size() == 3);
        assertThat(this.sums.notes).anyMatch((note) -> note.equals("succeeded []"));
    }

    @Test
    void groupWithHooksStandsInAChainAndInAGroup() {
        this.engine.work(4);
        assertThat(this.tasks.chain(this.tasks.signature(Sums::add, 1, 1))
            .then(this.tasks.group(List.of(add(1), add(2))).onAllFinished(noting("inner")))
            .then(Sums::total)
            .apply()
            .get(SOON)).isEqualTo(7);
        assertThat(this.tasks.group(List.of(
                this.tasks.group(List.of(add(0, 1), add(0, 2))).onAllSucceeded(noting("member")).then(Sums::total),
                this.tasks.chain(add(0, 5))))
            .then(Sums::total)
            .apply()
            .get(SOON)).isEqualTo(8);
        await().atMost(SOON).until(() -> this.sums.notes.size() == 2);
        assertThat(this.sums.notes).anyMatch((note) -> note.startsWith("inner ")).contains("member [1, 2]");
    }

    @Test
    void hookMayBeACanvas() {
        this.engine.work(4);
        this.tasks.group(List.of(add(1, 1)))
            .onAllFinished(this.tasks.chain(this.tasks.signature("sums.length"), this.tasks.signature("sums.note")))
            .onAllFinished(this.tasks.group(noting("side"), noting("by side")))
            .apply();
        await().atMost(SOON).until(() -> this.sums.notes.size() == 3);
        assertThat(this.sums.notes).contains("36").anyMatch((note) -> note.startsWith("by side "));
    }

    @Test
    void bodyOfAChordIsFoundFromTheCallOn() {
        AsyncResult<Integer> total = group(3).then(Sums::total).apply();
        assertThat(total.state()).isEqualTo(TaskState.QUEUED);
        AsyncResult<Integer> inner = this.tasks.group(List.of(this.tasks.chain(add(1, 2)).then(Sums::add, 3)))
            .then(Sums::total)
            .apply();
        assertThat(this.tasks.result(inner.id(), Integer.class)).isPresent();
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
        void linger(List<Integer> list) throws InterruptedException {
            this.runs.add("linger");
            TimeUnit.MILLISECONDS.sleep(300);
        }

        @SharedTask
        List<Integer> list() {
            return List.of();
        }

        @SharedTask
        int total(List<Integer> numbers) {
            this.runs.add("total");
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

        @SharedTask
        void hooked(Object given, String hook) {
            this.notes.add(hook + " " + given);
        }

        @SharedTask
        int length(String text) {
            return text.length();
        }

        @SharedTask
        void note(Object word) {
            this.notes.add(String.valueOf(word));
        }

    }

}
