package io.taskqueue.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.taskqueue.AsyncResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.RetryOptions;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskNotRunException;
import io.taskqueue.TaskTimedOutException;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What goes wrong with one task, and that the worker goes on. */
class TroubleTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private static final RetryOptions AT_ONCE = new RetryOptions(3, false, Set.of(), Set.of(), Duration.ZERO, null,
            Duration.ofMinutes(10), true, null);

    @TestFactory
    @Tag("G7")
    @Tag("S01")
    @Tag("S02")
    Stream<DynamicTest> badMessageIsDeadLetteredAndTheNextOneRuns() {
        return badMessages().entrySet()
            .stream()
            .map((bad) -> DynamicTest.dynamicTest(bad.getKey(), () -> goesToTheDeadLetters(bad.getValue())));
    }

    private static Map<String, TaskMessage> badMessages() {
        byte[] nul = "[[\"a\u0000b\"".getBytes(StandardCharsets.UTF_8);
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        return Map.ofEntries(Map.entry("unknown task", message("shop.nobody", "[[], {}, {}]")),
                Map.entry("a class as the task", message("java.lang.Runtime.exec", "[[\"ls\"], {}, {}]")),
                Map.entry("an expression as the task", message("#{T(java.lang.Runtime).exec('ls')}", "[[], {}, {}]")),
                Map.entry("too many arguments", message("shop.greet", "[[\"a\", \"b\"], {}, {}]")),
                Map.entry("too few arguments", message("shop.greet", "[[], {}, {}]")),
                Map.entry("argument of another type", message("shop.square", "[[\"four\"], {}, {}]")),
                Map.entry("unknown keyword", message("shop.greet", "[[], {\"nome\": \"a\"}, {}]")),
                Map.entry("not JSON", message("shop.greet", "hello")), Map.entry("nothing", message("shop.greet", "")),
                Map.entry("half a body", message("shop.greet", "[[\"a\"], {}")),
                Map.entry("two elements", message("shop.greet", "[[\"a\"], {}]")),
                Map.entry("nested 10,000 deep", message("shop.greet", "[[" + deep + "], {}, {}]")),
                Map.entry("null bytes", withPayload("shop.greet", Payload.json(nul))),
                Map.entry("100 MB", withPayload("shop.greet", Payload.json(new byte[100 * 1024 * 1024]))),
                Map.entry("pickle",
                        withPayload("shop.greet",
                                new Payload(new byte[] { (byte) 0x80, 5 }, "application/x-python-serialize", "binary",
                                        null))),
                Map.entry("unknown compression", withPayload("shop.greet",
                        new Payload("[[],{},{}]".getBytes(StandardCharsets.UTF_8), Payload.JSON, "utf-8", "x/y"))));
    }

    private void goesToTheDeadLetters(TaskMessage bad) {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.broker.publish(List.of(bad));
            AsyncResult<String> good = engine.tasks.delay(Shop::greet, "world");
            engine.work(1);
            assertThat(good.get(SOON)).isEqualTo("hello world");
            await().atMost(SOON).until(() -> !engine.deadLetters().isEmpty());
            assertThat(engine.deadLetters()).singleElement().satisfies((letter) -> {
                assertThat(letter.reason()).isNotBlank().doesNotContain("\n").hasSizeLessThan(600);
                assertThat(letter.taskId()).isEqualTo(bad.id());
            });
            TaskRecord story = engine.story(bad.id());
            assertThat(story.state()).isEqualTo(TaskState.REJECTED);
            await().atMost(SOON).until(() -> engine.events(TaskEvent.TaskRejected.class).size() == 1);
            assertThat(engine.tasks.delay(Shop::greet, "again").get(SOON)).isEqualTo("hello again");
        }
    }

    @TestFactory
    Stream<DynamicTest> whateverABodyThrowsIsAFailureLikeAnyOther() {
        return Stream.of("error", "overflow", "assertion", "evil message", "checked", "interrupted")
            .map((what) -> DynamicTest.dynamicTest(what, () -> {
                try (Engine engine = Engine.with(new Shop()).build()) {
                    engine.work(1);
                    AsyncResult<Void> call = engine.tasks.delay(Shop::explode, what);
                    assertThatThrownBy(() -> call.get(SOON)).isInstanceOf(RemoteTaskException.class);
                    assertThat(call.state()).isEqualTo(TaskState.FAILURE);
                    assertThat(engine.deadLetters()).isEmpty();
                    assertThat(engine.tasks.delay(Shop::greet, "next").get(SOON)).isEqualTo("hello next");
                }
            }));
    }

    @Test
    void resultThatCannotBeWrittenFailsTheTask() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work(1);
            assertThatThrownBy(() -> engine.tasks.delay(Shop::unwritable).get(SOON))
                .isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("cannot be written as JSON");
            assertThat(engine.tasks.delay(Shop::greet, "next").get(SOON)).isEqualTo("hello next");
        }
    }

    @Test
    @Tag("G14")
    void resultTooLargeForAnyStoreFailsTheTask() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work(1);
            assertThatThrownBy(() -> engine.tasks.delay(Shop::huge).get(SOON)).isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("store it elsewhere");
            assertThat(engine.tasks.delay(Shop::greet, "next").get(SOON)).isEqualTo("hello next");
        }
    }

    @Test
    void failsTwiceThenSucceedsInThreeAttempts() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).retry(AT_ONCE).build()) {
            engine.work(2);
            AsyncResult<Integer> call = engine.tasks.delay(Shop::flaky, 2);
            assertThat(call.get(SOON)).isEqualTo(3);
            TaskRecord story = engine.story(call.id());
            assertThat(story.attempts().stream().map((attempt) -> attempt.state())).startsWith(TaskState.RETRY,
                    TaskState.RETRY);
            assertThat(story.attempts().get(0).error().message()).isEqualTo("not yet");
            await().atMost(SOON).until(() -> engine.events(TaskEvent.TaskRetried.class).size() == 2);
        }
    }

    @Test
    void lastCauseIsTheErrorWhenRetriesAreUsedUp() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).retry(AT_ONCE).build()) {
            engine.work(2);
            AsyncResult<Integer> call = engine.tasks.delay(Shop::flaky, 100);
            assertThatThrownBy(() -> call.get(SOON)).isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("not yet");
            assertThat(shop.runs).hasValue(4);
        }
    }

    @Test
    void taskThatAsksIsTriedAgainWithoutRetryFor() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            engine.work(2);
            assertThat(engine.tasks.delay(Shop::asks, 2).get(SOON)).isEqualTo("attempt 3");
        }
    }

    @Test
    void snoozeCountsAsNoAttempt() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            engine.work(2);
            AsyncResult<String> call = engine.tasks.delay(Shop::sleepy, 6);
            assertThat(call.get(SOON)).isEqualTo("attempt 1");
            assertThat(shop.runs).hasValue(7);
        }
    }

    @Test
    void rejectedByTheTaskGoesToTheDeadLetters() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work(1);
            AsyncResult<Void> call = engine.tasks.delay(Shop::refuses);
            assertThatThrownBy(() -> call.get(SOON)).isInstanceOf(TaskNotRunException.class)
                .hasMessageContaining("no such order");
            await().atMost(SOON).until(() -> !engine.deadLetters().isEmpty());
            assertThat(engine.deadLetters()).singleElement().extracting(DeadLetter::reason).isEqualTo("no such order");
        }
    }

    @Test
    void softLimitInterruptsAndTheBodyCleansUp() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            engine.work(1);
            AsyncResult<Void> call = engine.tasks.delay(Shop::slow);
            assertThatThrownBy(() -> call.get(SOON)).isInstanceOfSatisfying(RemoteTaskException.class,
                    (failure) -> assertThat(failure.type()).isEqualTo(TaskTimedOutException.class.getName()));
            Engine.await(shop.cleanedUp);
            assertThat(engine.tasks.delay(Shop::interrupted).get(SOON)).isFalse();
        }
    }

    @Test
    void hardLimitEndsATaskThatDoesNotListen() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            engine.work(1);
            AsyncResult<Void> call = engine.tasks.delay(Shop::deaf);
            assertThatThrownBy(() -> call.get(SOON)).isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("time limit of PT0.2S");
            assertThat(engine.tasks.delay(Shop::greet, "next").get(SOON)).isEqualTo("hello next");
            assertThat(engine.tasks.delay(Shop::interrupted).get(SOON)).isFalse();
            shop.hear.countDown();
            assertThat(call.state()).isEqualTo(TaskState.FAILURE);
        }
    }

    @Test
    @Tag("S15")
    void messageMayShortenATimeLimitAndNeverLengthenIt() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            engine.work(1);
            AsyncResult<Void> call = engine.tasks.signature(Shop::deaf).timeLimits(Duration.ofHours(1), null).apply();
            assertThatThrownBy(() -> call.get(SOON)).hasMessageContaining("time limit of PT0.2S");
            shop.hear.countDown();
        }
    }

    @Test
    @Tag("G8")
    void messageThatKillsItsWorkersIsQuarantined() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            TaskMessage poison = message("shop.count", "[[], {}, {}]").header(TaskHeaders.DELIVERIES, 5);
            engine.broker.publish(List.of(poison));
            engine.work(1);
            assertThat(engine.tasks.delay(Shop::greet, "next").get(SOON)).isEqualTo("hello next");
            await().atMost(SOON).until(() -> !engine.deadLetters().isEmpty());
            assertThat(engine.deadLetters()).singleElement()
                .extracting(DeadLetter::reason)
                .asString()
                .contains("handed out 5 times");
            assertThat(shop.runs).hasValue(0);
        }
    }

    @Test
    @Tag("G10")
    void oneThreadRunsThemInTheOrderOfTheCalls() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            engine.tasks.delayAll(Shop::remember, IntStream.range(0, 2_000).boxed().toList());
            engine.work(1);
            engine.tasks.delay(Shop::greet, "last").get(SOON);
            assertThat(shop.remembered).containsExactlyElementsOf(IntStream.range(0, 2_000).boxed().toList());
        }
    }

    @Test
    void neverMoreRunAtOnceThanThereAreSlots() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            engine.work(3);
            engine.tasks.delayAll(Shop::crowd, IntStream.range(0, 5_000).boxed().toList());
            engine.tasks.delay(Shop::greet, "last").get(SOON);
            assertThat(shop.mostAtOnce.get()).isBetween(1, 3);
        }
    }

    @Test
    void highPriorityRunsFirst() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            IntStream.of(0, 9, 3).forEach((i) -> engine.tasks.signature(Shop::remember, i).priority(i).apply());
            engine.work(1);
            engine.tasks.signature(Shop::greet, "last").priority(0).apply().get(SOON);
            assertThat(shop.remembered).containsExactly(9, 3, 0);
        }
    }

    private static TaskMessage message(String task, String body) {
        return withPayload(task, Payload.json(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static TaskMessage withPayload(String task, Payload payload) {
        return new TaskMessage("bad", task, "taskqueue", payload, TaskHeaders.none(), null, null, null);
    }

    static class Shop {

        final AtomicInteger runs = new AtomicInteger();

        final AtomicInteger atOnce = new AtomicInteger();

        final AtomicInteger mostAtOnce = new AtomicInteger();

        final CountDownLatch cleanedUp = new CountDownLatch(1);

        final CountDownLatch hear = new CountDownLatch(1);

        final List<Integer> remembered = new CopyOnWriteArrayList<>();

        @SharedTask
        String greet(String name) {
            return "hello " + name;
        }

        @SharedTask
        int square(int number) {
            return number * number;
        }

        @SharedTask
        int count() {
            return this.runs.incrementAndGet();
        }

        @SharedTask
        void remember(int number) {
            this.remembered.add(number);
        }

        @SharedTask
        void crowd(int number) {
            int now = this.atOnce.incrementAndGet();
            this.mostAtOnce.accumulateAndGet(now, Math::max);
            this.atOnce.decrementAndGet();
        }

        @SharedTask
        void explode(String what) throws Exception {
            switch (what) {
                case "error" -> throw new Error("broken");
                case "overflow" -> overflow(0);
                case "assertion" -> throw new AssertionError("wrong");
                case "evil message" -> throw new EvilException();
                case "checked" -> throw new IOException("no disk");
                default -> throw new InterruptedException("nobody asked");
            }
        }

        private int overflow(int depth) {
            return overflow(depth + 1) + 1;
        }

        @SharedTask
        Object unwritable() {
            return new Loop();
        }

        @SharedTask
        String huge() {
            return "x".repeat(9 * 1024 * 1024);
        }

        @SharedTask(retryFor = IllegalStateException.class)
        int flaky(int failures) {
            int run = this.runs.incrementAndGet();
            if (run <= failures) {
                throw new IllegalStateException("not yet");
            }
            return run;
        }

        @SharedTask
        String asks(int times, TaskContext task) {
            if (task.attempt() <= times) {
                throw task.retry(new IllegalStateException("again"), Duration.ofMillis(1));
            }
            return "attempt " + task.attempt();
        }

        @SharedTask
        String sleepy(int times, TaskContext task) {
            if (this.runs.incrementAndGet() <= times) {
                throw task.snooze(Duration.ofMillis(1));
            }
            return "attempt " + task.attempt();
        }

        @SharedTask
        void refuses(TaskContext task) {
            throw task.reject("no such order");
        }

        @SharedTask(softTimeLimit = "100ms", timeLimit = "10s")
        void slow() throws InterruptedException {
            try {
                new CountDownLatch(1).await();
            }
            finally {
                this.cleanedUp.countDown();
            }
        }

        @SharedTask(timeLimit = "200ms")
        void deaf() {
            while (this.hear.getCount() > 0) {
                Thread.interrupted();
                LockSupport.parkNanos(1_000_000);
            }
        }

        @SharedTask
        boolean interrupted() {
            return Thread.currentThread().isInterrupted();
        }

    }

    static class Loop {

        public Loop getSelf() {
            return this;
        }

    }

    static class EvilException extends RuntimeException {

        @Override
        public @Nullable String getMessage() {
            throw new IllegalStateException("no message for you");
        }

    }

}
