package io.taskqueue.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.RemoteTaskException;
import io.taskqueue.RetryOptions;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskNotRunException;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.DiscardingResultBackend;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;
import io.taskqueue.worker.Engine;
import io.taskqueue.worker.TaskWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The whole way of a task over Redis: called, run, its result read. */
class RedisJourneyTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final RetryOptions AT_ONCE = new RetryOptions(3, true, Set.of(), Set.of(), Duration.ofMillis(20),
            null, Duration.ofMinutes(1), true, null);

    private final String prefix = place().prefix();

    private final Shop shop = new Shop();

    /** Where Redis is. */
    RedisPlace place() {
        return RedisPlace.ONE_SERVER;
    }

    @AfterEach
    void clear() {
        place().clear(this.prefix);
    }

    private RedisBroker broker() {
        return new RedisBroker(place().shared(), RedisBroker.Options.DEFAULT.prefix(this.prefix),
                MessageCodec.standard(), TimeSource.system());
    }

    private ResultBackend results() {
        return new RedisResultBackend(place().shared(),
                new RedisResultBackend.Options(this.prefix, Duration.ofDays(1), Duration.ofDays(1), 100),
                TimeSource.system());
    }

    private Engine.Builder engine() {
        return Engine.with(this.shop).broker(broker()).results(results()).retry(AT_ONCE);
    }

    private static QueueDepth depth(Engine engine) {
        return engine.broker.capability(QueueInspection.class).orElseThrow().depths(List.of("taskqueue")).get(0);
    }

    private static void awaitEmpty(Engine engine) {
        Awaitility.await().atMost(SOON).until(() -> {
            QueueDepth depth = depth(engine);
            return depth.ready() + depth.delayed() + depth.inFlight() == 0;
        });
    }

    @Test
    void runsAndTellsTheResult() {
        try (Engine engine = engine().build()) {
            engine.work(2);
            assertThat(engine.tasks.delay(Shop::greet, "you").get(SOON)).isEqualTo("hello you");
            awaitEmpty(engine);
        }
    }

    @Test
    void resultsOfManyArriveEachAtItsCaller() {
        try (Engine engine = engine().build()) {
            engine.work(4);
            List<Integer> numbers = IntStream.range(0, 500).boxed().toList();
            List<AsyncResult<Integer>> calls = engine.tasks.delayAll(Shop::doubled, numbers);
            assertThat(calls.stream().map((call) -> call.get(SOON)).toList())
                .isEqualTo(numbers.stream().map((number) -> number * 2).toList());
            assertThat(this.shop.runs).hasValue(500);
        }
    }

    @Test
    void anotherProcessFindsTheResult() {
        try (Engine worker = engine().build(); Engine caller = engine().build()) {
            AsyncResult<String> call = caller.tasks.delay(Shop::greet, "you");
            worker.work(1);
            assertThat(call.get(SOON)).isEqualTo("hello you");
            assertThat(worker.tasks.result(call.id(), String.class).orElseThrow().get(SOON)).isEqualTo("hello you");
            assertThat(worker.tasks.result("nobody-knows", String.class)).isEmpty();
        }
    }

    @Test
    void failureTellsWhatWentWrong() {
        try (Engine engine = engine().retry(RetryOptions.DEFAULT).build()) {
            engine.work(1);
            AsyncResult<String> call = engine.tasks.delay(Shop::fail);
            assertThatThrownBy(() -> call.get(SOON)).isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("on purpose");
            awaitEmpty(engine);
        }
    }

    @Test
    @Tag("G11")
    void retriesUntilItSucceeds() {
        try (Engine engine = engine().build()) {
            engine.work(1);
            assertThat(engine.tasks.delay(Shop::succeedsAt, 3).get(SOON)).isEqualTo(3);
            awaitEmpty(engine);
        }
    }

    @Test
    void progressCanBeReadMeanwhile() {
        try (Engine engine = engine().build()) {
            engine.work(1);
            AsyncResult<String> call = engine.tasks.delay(Shop::slow);
            Awaitility.await().atMost(SOON).until(() -> call.progress().isPresent());
            assertThat(call.state()).isEqualTo(TaskState.PROGRESS);
            assertThat(call.progress().orElseThrow().note()).isEqualTo("half");
            this.shop.go.countDown();
            assertThat(call.get(SOON)).isEqualTo("slowly");
        }
    }

    @Test
    void startIsToldWhereItIsTracked() {
        try (Engine engine = engine().build()) {
            engine.work(1);
            AsyncResult<String> call = engine.tasks.delay(Shop::tracked);
            Awaitility.await().atMost(SOON).until(() -> call.state().equals(TaskState.STARTED));
            this.shop.go.countDown();
            assertThat(call.get(SOON)).isEqualTo("tracked");
        }
    }

    @Test
    @Tag("G11")
    void delayedTaskWaitsInRedis() {
        try (Engine engine = engine().build()) {
            engine.work(1);
            AsyncResult<String> call = engine.tasks.signature(Shop::greet, "later")
                .countdown(Duration.ofMillis(700))
                .apply();
            assertThat(depth(engine).delayed()).isOne();
            assertThat(call.get(SOON)).isEqualTo("hello later");
        }
    }

    @Test
    void revokedTaskNeverStarts() {
        try (Engine engine = engine().build()) {
            AsyncResult<String> call = engine.tasks.delay(Shop::greet, "nobody");
            call.revoke();
            engine.work(1);
            assertThatThrownBy(() -> call.get(SOON)).isInstanceOf(TaskNotRunException.class);
            assertThat(this.shop.greeted).isEmpty();
        }
    }

    @Test
    void unknownTaskIsParkedForAnother() {
        try (Engine caller = engine().build(); Engine stranger = Engine.with(new Object()).broker(broker()).build()) {
            stranger.work(1);
            AsyncResult<String> call = caller.tasks.delay(Shop::greet, "you");
            Awaitility.await().atMost(SOON).until(() -> depth(caller).delayed() == 1);
            assertThat(call.ready()).isFalse();
        }
    }

    @Test
    void refusedTaskLiesInTheDeadLettersAndCanBeReplayed() {
        try (Engine engine = engine().build()) {
            engine.work(1);
            AsyncResult<String> call = engine.tasks.delay(Shop::refusesOnce);
            Awaitility.await().atMost(SOON).until(() -> engine.deadLetters().size() == 1);
            assertThat(engine.deadLetters().get(0).taskId()).isEqualTo(call.id());
            DeadLetters letters = engine.broker.capability(DeadLetters.class).orElseThrow();
            engine.results.forget(List.of(call.id()));
            assertThat(letters.replay(List.of(engine.deadLetters().get(0).id()))).isOne();
            assertThat(call.get(SOON)).isEqualTo("now it works");
        }
    }

    @Test
    void earlyAcknowledgedTaskTellsItsResultToo() {
        try (Engine engine = engine().build()) {
            engine.work(1);
            assertThat(engine.tasks.delay(Shop::once).get(SOON)).isEqualTo("once");
            awaitEmpty(engine);
        }
    }

    @Test
    void resultsMayLandElsewhere() {
        try (Engine engine = Engine.with(this.shop).broker(broker()).results(new DiscardingResultBackend()).build()) {
            engine.work(1);
            engine.tasks.delay(Shop::greet, "you");
            Awaitility.await().atMost(SOON).until(() -> this.shop.greeted.contains("you"));
            awaitEmpty(engine);
        }
    }

    @Test
    @Tag("G16")
    void stoppingWorkerGivesBackWhatItHasNotBegun() {
        try (Engine engine = engine().build()) {
            TaskWorker first = engine.work((options) -> options.concurrency(1).shutdownTimeout(Duration.ofSeconds(5)));
            List<AsyncResult<String>> calls = new ArrayList<>();
            calls.add(engine.tasks.delay(Shop::slow));
            Awaitility.await().atMost(SOON).until(() -> calls.get(0).progress().isPresent());
            calls.add(engine.tasks.delay(Shop::greet, "second"));
            this.shop.go.countDown();
            first.stop();
            assertThat(calls.get(0).get(SOON)).isEqualTo("slowly");
            assertThat(depth(engine).inFlight()).isZero();
            engine.work(1);
            assertThat(calls.get(1).get(SOON)).isEqualTo("hello second");
            assertThat(this.shop.greeted).containsExactly("second");
        }
    }

    @Test
    @Tag("G1")
    void closedBrokerTakesNoMoreCalls() {
        Engine engine = engine().build();
        engine.close();
        assertThatThrownBy(() -> engine.tasks.delay(Shop::greet, "late")).isInstanceOfAny(IllegalStateException.class,
                BrokerUnavailableException.class);
    }

    @Test
    void outcomeKnowsTheRunItCameFrom() {
        try (Engine engine = engine().build()) {
            engine.work(1);
            AsyncResult<Integer> call = engine.tasks.delay(Shop::succeedsAt, 2);
            call.get(SOON);
            TaskResult stored = engine.results.find(List.of(call.id())).get(call.id());
            assertThat(stored.run().attempt()).isEqualTo(2);
            assertThat(stored.worker()).isEqualTo("test@localhost");
            assertThat(stored.details().queue()).isEqualTo("taskqueue");
        }
    }

    static class Shop {

        final AtomicInteger runs = new AtomicInteger();

        final List<String> greeted = Collections.synchronizedList(new ArrayList<>());

        final CountDownLatch go = new CountDownLatch(1);

        @SharedTask
        String greet(String name) {
            this.greeted.add(name);
            return "hello " + name;
        }

        @SharedTask
        int doubled(int number) {
            this.runs.incrementAndGet();
            return number * 2;
        }

        @SharedTask
        String fail() {
            throw new IllegalStateException("on purpose");
        }

        @SharedTask
        int succeedsAt(int attempt, TaskContext task) {
            if (task.attempt() < attempt) {
                throw new IllegalStateException("not yet");
            }
            return task.attempt();
        }

        @SharedTask
        String slow(TaskContext task) {
            task.progress(1, 2, "half");
            Engine.await(this.go);
            return "slowly";
        }

        @SharedTask(trackStarted = true)
        String tracked() {
            Engine.await(this.go);
            return "tracked";
        }

        @SharedTask
        String refusesOnce(TaskContext task) {
            if (this.runs.incrementAndGet() == 1) {
                throw task.reject("not this time");
            }
            return "now it works";
        }

        @SharedTask(acks = SharedTask.Acknowledgement.EARLY)
        String once() {
            return "once";
        }

    }

}
