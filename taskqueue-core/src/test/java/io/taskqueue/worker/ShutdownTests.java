package io.taskqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;

/** Stopping with grace. */
class ShutdownTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    @Tag("G16")
    void hundredTasksInProgressAllEnd() {
        Kitchen kitchen = new Kitchen();
        List<AsyncResult<Integer>> calls;
        try (Engine engine = Engine.with(kitchen).build()) {
            TaskWorker worker = engine.work(100);
            calls = engine.tasks.delayAll(Kitchen::cook, IntStream.range(0, 100).boxed().toList());
            Engine.await(kitchen.hundredBegun);
            Thread stopper = new Thread(worker::stop);
            stopper.start();
            kitchen.goOn.countDown();
            join(stopper);
            assertThat(calls.stream().map((call) -> call.get(SOON)))
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
            assertThat(kitchen.begun).hasValue(100);
        }
    }

    @Test
    @Tag("G16")
    void whatWaitsInMemoryIsRunBeforeTheEnd() {
        Kitchen kitchen = new Kitchen();
        kitchen.goOn.countDown();
        try (Engine engine = Engine.with(kitchen).build()) {
            List<AsyncResult<Integer>> calls = engine.tasks.delayAll(Kitchen::cook,
                    IntStream.range(0, 5_000).boxed().toList());
            TaskWorker worker = engine.work(2);
            worker.stop();
            assertThat(calls).allSatisfy((call) -> assertThat(call.state()).isEqualTo(TaskState.SUCCESS));
            assertThat(kitchen.begun).hasValue(5_000);
        }
    }

    @Test
    @Tag("G16")
    void interruptedTaskGoesBackUncountedAndRunsElsewhere() {
        Kitchen kitchen = new Kitchen();
        try (Engine engine = Engine.with(kitchen).broker(shared()).build()) {
            TaskWorker worker = engine
                .work((options) -> options.concurrency(1).shutdownTimeout(Duration.ofMillis(200)));
            AsyncResult<Integer> call = engine.tasks.delay(Kitchen::attemptThatWaits);
            Engine.await(kitchen.waiting);
            worker.stop();
            assertThat(call.ready()).isFalse();
            kitchen.goOn.countDown();
            engine.work(1);
            assertThat(call.get(SOON)).isEqualTo(1);
            assertThat(kitchen.begun).hasValue(2);
        }
    }

    @Test
    @Tag("G16")
    void taskThatDoesNotListenIsGivenBackAtTheDeadline() {
        Kitchen kitchen = new Kitchen();
        try (Engine engine = Engine.with(kitchen).broker(shared()).build()) {
            TaskWorker worker = engine
                .work((options) -> options.concurrency(1).shutdownTimeout(Duration.ofMillis(100)));
            AsyncResult<Integer> call = engine.tasks.delay(Kitchen::deaf);
            Engine.await(kitchen.waiting);
            worker.stop();
            kitchen.hear.countDown();
            engine.work(1);
            assertThat(call.get(SOON)).isEqualTo(2);
        }
    }

    @Test
    void closedEngineLeavesNoThreadBehind() {
        Kitchen kitchen = new Kitchen();
        kitchen.goOn.countDown();
        Set<Thread> before = ours();
        Engine engine = Engine.with(kitchen).build();
        engine.work(8);
        engine.tasks.delayAll(Kitchen::cook, IntStream.range(0, 200).boxed().toList());
        engine.tasks.delay(Kitchen::cook, 1).get(SOON);
        assertThat(ours()).hasSizeGreaterThan(before.size());
        engine.close();
        assertThat(ours().stream().filter((thread) -> !before.contains(thread)).filter(ShutdownTests::outlives))
            .isEmpty();
    }

    @Test
    void interruptedStopLeavesNoThreadBehindEither() {
        Kitchen kitchen = new Kitchen();
        Set<Thread> before = ours();
        try (Engine engine = Engine.with(kitchen).broker(shared()).build()) {
            TaskWorker worker = engine.work(1);
            engine.tasks.delay(Kitchen::attemptThatWaits);
            Engine.await(kitchen.waiting);
            Thread stopper = new Thread(worker::stop);
            stopper.start();
            stopper.interrupt();
            join(stopper);
        }
        assertThat(ours().stream().filter((thread) -> !before.contains(thread)).filter(ShutdownTests::outlives))
            .isEmpty();
    }

    @Test
    void workerStartsAgainAfterItStopped() {
        Kitchen kitchen = new Kitchen();
        kitchen.goOn.countDown();
        try (Engine engine = Engine.with(kitchen).build()) {
            TaskWorker worker = engine.work(1);
            assertThat(engine.tasks.delay(Kitchen::cook, 1).get(SOON)).isEqualTo(1);
            worker.stop();
            assertThat(worker.isRunning()).isFalse();
            worker.start();
            assertThat(engine.tasks.delay(Kitchen::cook, 2).get(SOON)).isEqualTo(2);
        }
    }

    @Test
    void workerHoldsOneThreadThatKeepsTheProcessAlive() {
        try (Engine engine = Engine.with(new Kitchen()).build()) {
            engine.work(1);
            assertThat(ours().stream().filter((thread) -> !thread.isDaemon()).map(Thread::getName))
                .contains("taskqueue-fetcher");
        }
    }

    private static SharedBroker shared() {
        return new SharedBroker(new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system()));
    }

    private static Set<Thread> ours() {
        return Thread.getAllStackTraces()
            .keySet()
            .stream()
            .filter((thread) -> thread.getName().startsWith("taskqueue-"))
            .collect(Collectors.toSet());
    }

    private static boolean outlives(Thread thread) {
        try {
            thread.join(5_000);
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return thread.isAlive();
    }

    private static void join(Thread thread) {
        assertThat(outlives(thread)).isFalse();
    }

    static class Kitchen {

        final AtomicInteger begun = new AtomicInteger();

        final CountDownLatch hundredBegun = new CountDownLatch(100);

        final CountDownLatch waiting = new CountDownLatch(1);

        final CountDownLatch goOn = new CountDownLatch(1);

        final CountDownLatch hear = new CountDownLatch(1);

        final Set<Integer> cooked = ConcurrentHashMap.newKeySet();

        @SharedTask
        int cook(int dish) throws InterruptedException {
            this.begun.incrementAndGet();
            this.hundredBegun.countDown();
            if (!this.goOn.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
            }
            this.cooked.add(dish);
            return dish;
        }

        @SharedTask
        int attemptThatWaits(TaskContext task) throws InterruptedException {
            this.begun.incrementAndGet();
            this.waiting.countDown();
            this.goOn.await();
            return task.attempt();
        }

        @SharedTask
        @Nullable Integer deaf() {
            int run = this.begun.incrementAndGet();
            this.waiting.countDown();
            while (this.hear.getCount() > 0) {
                Thread.interrupted();
                LockSupport.parkNanos(1_000_000);
            }
            return run;
        }

    }

}
