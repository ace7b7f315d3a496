package io.taskqueue.worker;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.DuplicateTaskException;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.ResultTimeoutException;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskArgumentException;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskNotRunException;
import io.taskqueue.TaskTemplate;
import io.taskqueue.UnknownTaskException;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskRecord;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A call's whole way, from the template to its result. */
class JourneyTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    @Tag("smoke")
    void callReturnsWhatTheMethodReturned() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work(2);
            assertThat(engine.tasks.delay(Shop::greet, "world").get(SOON)).isEqualTo("hello world");
            assertThat(engine.tasks.delay("shop.greet", "you").get(SOON)).isEqualTo("hello you");
            assertThat(engine.tasks.signature("shop.greet")
                .kwarg("name", "kwarg")
                .returning(String.class)
                .apply()
                .get(SOON)).isEqualTo("hello kwarg");
            assertThat(engine.tasks.delay(Shop::nothing).get(SOON)).isNull();
        }
    }

    @Test
    void valuesKeepTheirDeclaredTypes() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work(2);
            Line line = new Line("chair", 2, new BigDecimal("19.90"), Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(engine.tasks.delay(Shop::twice, List.of(line, line)).get(SOON)).containsExactly(line, line, line,
                    line);
        }
    }

    @Test
    void manyCallsGoInOneRoundTripAndAllEnd() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work(4);
            List<AsyncResult<Integer>> results = engine.tasks.delayAll(Shop::square,
                    IntStream.range(0, 1_000).boxed().toList());
            assertThat(results.stream().map((result) -> result.get(SOON)))
                .containsExactlyElementsOf(IntStream.range(0, 1_000).map((i) -> i * i).boxed().toList());
        }
    }

    @Test
    void resultIsFoundAgainByIdAndAnUnknownIdIsEmpty() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work(2);
            AsyncResult<String> call = engine.tasks.delay(Shop::greet, "world");
            call.get(SOON);
            Optional<AsyncResult<String>> found = engine.tasks.result(call.id(), String.class);
            assertThat(found).isPresent();
            assertThat(found.get().get(SOON)).isEqualTo("hello world");
            assertThat(engine.tasks.result("6b9f4bb2-0000-4000-8000-000000000000", String.class)).isEmpty();
            assertThat(engine.tasks.result("no\nid at all", String.class)).isEmpty();
            found.get().forget();
            assertThat(engine.tasks.result(call.id(), String.class)).isEmpty();
        }
    }

    @Test
    void callIsFoundBeforeAnyWorkerSawIt() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            AsyncResult<String> call = engine.tasks.delay(Shop::greet, "world");
            assertThat(engine.tasks.result(call.id(), String.class)).isPresent();
            assertThat(call.state()).isEqualTo(TaskState.QUEUED);
            assertThat(call.ready()).isFalse();
            assertThatExceptionOfType(ResultTimeoutException.class).isThrownBy(() -> call.get(Duration.ofMillis(50)))
                .withMessageContaining("QUEUED");
        }
    }

    @Test
    @Tag("S11")
    void failureArrivesAsTextAndNeverAsItsClass() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work(2);
            AsyncResult<Void> call = engine.tasks.delay(Shop::fail, "out of paper");
            assertThatThrownBy(() -> call.get(SOON)).isInstanceOfSatisfying(RemoteTaskException.class, (failure) -> {
                assertThat(failure.type()).isEqualTo(IllegalStateException.class.getName());
                assertThat(failure.originalMessage()).isEqualTo("out of paper");
                assertThat(failure.remoteTrace()).contains("Shop.fail");
                assertThat(failure.getCause()).isNull();
            });
            assertThat(call.state()).isEqualTo(TaskState.FAILURE);
            assertThat(call.error()).isPresent();
        }
    }

    @Test
    void storyTellsCallStartAndEnd() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work(2);
            AsyncResult<String> call = engine.tasks.delay(Shop::greet, "world");
            call.get(SOON);
            TaskRecord story = engine.story(call.id());
            assertThat(story.state()).isEqualTo(TaskState.SUCCESS);
            assertThat(story.last().details().task()).isEqualTo("shop.greet");
            assertThat(story.last().details().args()).isEqualTo("[\"world\"]");
            assertThat(story.last().value()).isEqualTo("\"hello world\"");
            assertThat(story.last().worker()).isEqualTo("test@localhost");
            assertThat(story.created()).isBeforeOrEqualTo(story.started());
            assertThat(story.started()).isBeforeOrEqualTo(story.done());
            await().untilAsserted(() -> assertThat(engine.events(TaskEvent.class)).extracting("class")
                .containsExactlyInAnyOrder(TaskEvent.TaskSent.class, TaskEvent.TaskReceived.class,
                        TaskEvent.TaskStarted.class, TaskEvent.TaskSucceeded.class));
        }
    }

    @Test
    void progressAndOwnStatesAreReadWhileItRuns() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            engine.work(2);
            AsyncResult<Void> call = engine.tasks.delay(Shop::render, 3);
            Engine.await(shop.halfway);
            engine.journal.flush(SOON);
            assertThat(call.progress()).contains(new Progress(3, 3, "rendered"));
            assertThat(call.state()).isEqualTo(TaskState.of("PRINTING"));
            shop.goOn.countDown();
            call.get(SOON);
            assertThat(call.state()).isEqualTo(TaskState.SUCCESS);
        }
    }

    @Test
    void completionStageIsAwaited() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work(2);
            assertThat(engine.tasks.delay("shop.later", "x").get(SOON)).isEqualTo("later x");
            assertThatThrownBy(() -> engine.tasks.delay("shop.laterFails").get(SOON))
                .isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("went wrong later");
        }
    }

    @Test
    void futureEndsWithTheTask() throws Exception {
        try (Engine engine = Engine.with(new Shop()).build()) {
            CompletableFuture<String> future = engine.tasks.delay(Shop::greet, "world").toCompletableFuture();
            CompletableFuture<Void> failing = engine.tasks.delay(Shop::fail, "no").toCompletableFuture();
            assertThat(future).isNotDone();
            engine.work(2);
            assertThat(future).succeedsWithin(SOON).isEqualTo("hello world");
            assertThat(failing).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(RemoteTaskException.class);
        }
    }

    @Test
    void countdownEtaAndExpiryHold() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work(2);
            Instant called = Instant.now();
            AsyncResult<Instant> later = engine.tasks.signature(Shop::now).countdown(Duration.ofMillis(300)).apply();
            AsyncResult<Instant> at = engine.tasks.signature(Shop::now).eta(called.plusMillis(300)).apply();
            AsyncResult<Instant> never = engine.tasks.signature(Shop::now).expires(called.minusSeconds(1)).apply();
            assertThat(later.get(SOON)).isAfterOrEqualTo(called.plusMillis(300));
            assertThat(at.get(SOON)).isAfterOrEqualTo(called.plusMillis(299));
            assertThatThrownBy(() -> never.get(SOON)).isInstanceOfSatisfying(TaskNotRunException.class,
                    (failure) -> assertThat(failure.state()).isEqualTo(TaskState.REVOKED));
        }
    }

    @Test
    void queueHeadersAndIdAreTheCallers() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.work((options) -> options.queues(List.of("taskqueue", "slow")));
            AsyncResult<String> call = engine.tasks.signature(Shop::whoAmI)
                .queue("slow")
                .id("order-42")
                .header("tenant", "acme")
                .apply();
            assertThat(call.get(SOON)).isEqualTo("order-42 in slow for acme, attempt 1");
            assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.tasks.signature(Shop::whoAmI).header("retries", 5).apply());
        }
    }

    @Test
    void chosenIdOfAnotherTaskIsRefused() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            engine.tasks.signature(Shop::whoAmI).id("order-42").apply();
            assertThatExceptionOfType(DuplicateTaskException.class)
                .isThrownBy(() -> engine.tasks.signature(Shop::whoAmI).id("order-42").apply());
        }
    }

    @Test
    void argumentsThatDoNotFitFailAtTheCall() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            assertThatExceptionOfType(TaskArgumentException.class)
                .isThrownBy(() -> engine.tasks.delay("shop.greet", "one", "two"))
                .withMessageContaining("shop.greet");
            assertThatExceptionOfType(TaskArgumentException.class).isThrownBy(() -> engine.tasks.delay("shop.greet"))
                .withMessageContaining("[name]");
            assertThatExceptionOfType(TaskArgumentException.class)
                .isThrownBy(() -> engine.tasks.delay("shop.square", "not a number"))
                .withMessageContaining("shop.square")
                .withMessageNotContaining("not a number");
            assertThatExceptionOfType(TaskArgumentException.class)
                .isThrownBy(() -> engine.tasks.delay("shop.twice",
                        List.of(Map.of("product", "chair", "count", 1, "price", Map.of()))))
                .withMessageContaining("$[0].price");
            assertThatExceptionOfType(UnknownTaskException.class)
                .isThrownBy(() -> engine.tasks.delay(Shop::notATask, "x"));
        }
    }

    @Test
    void waitingWhereItCouldNeverEndThrowsAtOnce() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            Shop.waited = engine.tasks.delay(Shop::greet, "world");
            engine.work(2);
            assertThatThrownBy(() -> engine.tasks.delay(Shop::waitsForAnother).get(SOON))
                .hasMessageContaining("a task of its own");
            assertThatIllegalStateException()
                .isThrownBy(() -> engine.tasks.signature(Shop::greet, "x").ignoreResult().apply().get(SOON));
        }
    }

    @Test
    @Tag("G15")
    void revokedTaskNeverStarts() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            AsyncResult<Integer> call = engine.tasks.delay(Shop::count);
            call.revoke();
            AsyncResult<Integer> next = engine.tasks.delay(Shop::count);
            engine.work(1);
            assertThat(next.get(SOON)).isEqualTo(1);
            assertThat(call.state()).isEqualTo(TaskState.REVOKED);
            assertThatExceptionOfType(TaskNotRunException.class).isThrownBy(() -> call.get(SOON));
        }
    }

    @Test
    void runningTaskIsInterruptedWhenRevoked() {
        Shop shop = new Shop();
        try (Engine engine = Engine.with(shop).build()) {
            engine.work(1);
            AsyncResult<Void> call = engine.tasks.delay(Shop::render, 3);
            Engine.await(shop.halfway);
            call.revoke();
            assertThatExceptionOfType(TaskNotRunException.class).isThrownBy(() -> call.get(SOON));
            assertThat(call.state()).isEqualTo(TaskState.REVOKED);
            assertThat(engine.tasks.delay(Shop::greet, "next").get(SOON)).isEqualTo("hello next");
        }
    }

    @Test
    void interceptorsNestInOrder() {
        StringBuffer seen = new StringBuffer();
        Engine.Builder parts = Engine.with(new Shop()).interceptors((invocation) -> {
            seen.append("a(");
            Object result = invocation.proceed();
            seen.append(")a");
            return result + "!";
        }, (invocation) -> {
            seen.append("b").append(invocation.task().name());
            return invocation.proceed();
        });
        try (Engine engine = parts.build()) {
            engine.work(1);
            assertThat(engine.tasks.delay(Shop::greet, "world").get(SOON)).isEqualTo("hello world!");
            assertThat(seen).hasToString("a(bshop.greet)a");
        }
    }

    @Test
    void childKnowsItsParentAndRoot() {
        try (Engine engine = Engine.with(new Shop()).build()) {
            Shop.template = engine.tasks;
            engine.work(2);
            String parent = engine.tasks.signature(Shop::callsAnother).id("parent").apply().get(SOON);
            engine.tasks.result(parent, String.class).orElseThrow().get(SOON);
            assertThat(engine.story(parent).last().details().parentId()).isEqualTo("parent");
            assertThat(engine.story(parent).last().details().rootId()).isEqualTo("parent");
        }
    }

    record Line(String product, int count, BigDecimal price, @Nullable Instant since) {
    }

    static class Shop {

        static @Nullable AsyncResult<String> waited;

        static @Nullable TaskTemplate template;

        final CountDownLatch halfway = new CountDownLatch(1);

        final CountDownLatch goOn = new CountDownLatch(1);

        private final AtomicInteger counter = new AtomicInteger();

        @SharedTask
        String greet(String name) {
            return "hello " + name;
        }

        @SharedTask
        void nothing() {
            this.counter.get();
        }

        @SharedTask
        int square(int number) {
            return number * number;
        }

        @SharedTask
        List<Line> twice(List<Line> lines) {
            return Stream.concat(lines.stream(), lines.stream()).toList();
        }

        @SharedTask
        void fail(String message) {
            throw new IllegalStateException(message);
        }

        @SharedTask
        void render(int pages, TaskContext task) throws InterruptedException {
            task.progress(pages, 3, "rendered");
            task.updateState("PRINTING", Map.of("page", 1));
            this.halfway.countDown();
            this.goOn.await();
        }

        @SharedTask
        CompletableFuture<String> later(String what) {
            return CompletableFuture.supplyAsync(() -> "later " + what);
        }

        @SharedTask
        CompletableFuture<String> laterFails() {
            return CompletableFuture.failedFuture(new IllegalStateException("went wrong later"));
        }

        @SharedTask
        Instant now() {
            return Instant.now();
        }

        @SharedTask
        String whoAmI(TaskContext task) {
            return task.id() + " in " + task.queue() + " for " + task.headers().value("tenant") + ", attempt "
                    + task.attempt();
        }

        @SharedTask
        int count() {
            return this.counter.incrementAndGet();
        }

        @SharedTask
        String waitsForAnother() {
            return Objects.requireNonNull(waited).get(SOON);
        }

        @SharedTask
        String callsAnother() {
            return Objects.requireNonNull(template).delay(Shop::greet, "child").id();
        }

        String notATask(String name) {
            return name;
        }

    }

}
