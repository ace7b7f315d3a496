package io.taskqueue.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.SharedTask;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.execution.RunnerOptions;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the worker does while broker or store are away, and with messages that are not for
 * it.
 */
class OutageTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    @Tag("G14")
    @Tag("G2")
    void outcomesOutliveAnOutageOfTheStore() {
        Counter counter = new Counter();
        Flaky store = new Flaky();
        try (Engine engine = Engine.with(counter).results(store).build()) {
            TaskWorker worker = engine.work(4);
            store.down.set(true);
            List<AsyncResult<Integer>> calls = engine.tasks.delayAll(Counter::count,
                    IntStream.range(0, 2_000).boxed().toList());
            await().atMost(SOON).until(() -> worker.status().trouble() != null);
            int begunDuring = counter.runs.get();
            assertThat(begunDuring).isLessThanOrEqualTo(2 * 4 * 11 + 100);
            assertThat(worker.status().backlog()).isPositive();
            store.down.set(false);
            await().atMost(SOON).until(() -> calls.stream().allMatch(AsyncResult::ready));
            assertThat(counter.runs).hasValue(2_000);
            assertThat(worker.status().trouble()).isNull();
        }
    }

    @Test
    @Tag("G4")
    void bodyOfTwentyLeasesRunsOnce() {
        Counter counter = new Counter();
        MemoryBroker broker = new MemoryBroker(new MemoryBroker.Options(Duration.ofMillis(250), 1_000, 100),
                TimeSource.system());
        try (Engine engine = Engine.with(counter).broker(broker).build()) {
            engine.work((options) -> options.concurrency(2).sweep(Duration.ofMillis(80)));
            assertThat(engine.tasks.delay(Counter::takesAWhile, 5_000L).get(SOON)).isEqualTo(1);
            assertThat(counter.runs).hasValue(1);
        }
    }

    @Test
    @Tag("G6")
    void workerOutlivesAnOutageOfItsBroker() {
        Counter counter = new Counter();
        SharedBroker broker = new SharedBroker(new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system()));
        try (Engine engine = Engine.with(counter).broker(broker).build()) {
            TaskWorker worker = engine.work(2);
            broker.away(true);
            await().atMost(SOON).until(() -> worker.status().trouble() != null);
            assertThatExceptionOfType(BrokerUnavailableException.class)
                .isThrownBy(() -> engine.tasks.delay(Counter::count, 1))
                .satisfies((failure) -> assertThat(failure.maybeSent()).isFalse());
            broker.away(false);
            assertThat(engine.tasks.delay(Counter::count, 1).get(SOON)).isEqualTo(1);
            await().atMost(SOON).until(() -> worker.status().trouble() == null);
        }
    }

    @Test
    void callThatCouldNotBeSentIsUnsent() {
        SharedBroker broker = new SharedBroker(new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system()));
        try (Engine engine = Engine.with(new Counter()).broker(broker).build()) {
            broker.away(true);
            assertThatExceptionOfType(BrokerUnavailableException.class)
                .isThrownBy(() -> engine.tasks.signature(Counter::count, 1).id("unsent").apply());
            assertThat(engine.story("unsent").state()).isEqualTo(TaskState.UNSENT);
        }
    }

    @Test
    @Tag("G9")
    void unknownNameWaitsForAWorkerThatKnowsIt() {
        MemoryBroker memory = new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system());
        Counter counter = new Counter();
        try (Engine old = Engine.with(new Other())
            .broker(new SharedBroker(memory))
            .runner((options) -> new RunnerOptions("old", 5, Duration.ofHours(1), Duration.ofMillis(20)))
            .build()) {
            old.work(1);
            AsyncResult<Object> call = old.tasks.delay("counter.count", 7);
            await().atMost(SOON)
                .until(() -> old.broker.capability(QueueInspection.class)
                    .orElseThrow()
                    .depths(List.of("taskqueue"))
                    .get(0)
                    .delayed() == 1);
            assertThat(old.deadLetters()).isEmpty();
            try (Engine fresh = Engine.with(counter).broker(new SharedBroker(memory)).results(old.results).build()) {
                fresh.work(1);
                assertThat(call.get(SOON)).isEqualTo(7);
            }
        }
    }

    @Test
    @Tag("G9")
    void parkedTooLongGoesToTheDeadLetters() {
        SharedBroker broker = new SharedBroker(new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system()));
        try (Engine engine = Engine.with(new Other()).broker(broker).build()) {
            TaskMessage old = new TaskMessage("old", "gone.task", "taskqueue", Payload.json(new byte[0]),
                    TaskHeaders.of(Map.of(TaskHeaders.PARKED_SINCE, System.currentTimeMillis() - 3_600_001)), null,
                    null, null);
            engine.broker.publish(List.of(old));
            engine.work(1);
            await().atMost(SOON).until(() -> !engine.deadLetters().isEmpty());
            assertThat(engine.deadLetters()).singleElement()
                .extracting(DeadLetter::reason)
                .asString()
                .contains("no worker knew its task");
        }
    }

    @Test
    void pausedQueueIsLeftAloneUntilItIsResumed() {
        Counter counter = new Counter();
        try (Engine engine = Engine.with(counter).build()) {
            engine.wishes.pause("slow");
            engine.work((options) -> options.queues(List.of("slow", "taskqueue")));
            AsyncResult<Integer> slow = engine.tasks.signature(Counter::count, 1).queue("slow").apply();
            assertThat(engine.tasks.delay(Counter::count, 2).get(SOON)).isEqualTo(2);
            assertThat(slow.ready()).isFalse();
            engine.wishes.resume("slow");
            assertThat(slow.get(SOON)).isEqualTo(1);
        }
    }

    @Test
    void queueThatIsPausedWhileItIsWaitedForIsObeyedWithinASecond() {
        Counter counter = new Counter();
        try (Engine engine = Engine.with(counter).build()) {
            engine.work((options) -> options.queues(List.of("slow", "taskqueue")));
            assertThat(engine.tasks.signature(Counter::count, 1).queue("slow").apply().get(SOON)).isEqualTo(1);
            engine.wishes.pause("slow");
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            AsyncResult<Integer> slow = engine.tasks.signature(Counter::count, 2).queue("slow").apply();
            assertThat(engine.tasks.delay(Counter::count, 3).get(SOON)).isEqualTo(3);
            await().pollDelay(Duration.ofSeconds(1)).until(() -> !slow.ready());
            engine.wishes.resume("slow");
            assertThat(slow.get(SOON)).isEqualTo(2);
        }
    }

    @Test
    void earlyAcknowledgedTaskNeverRunsTwice() {
        Counter counter = new Counter();
        SharedBroker broker = new SharedBroker(new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system()));
        try (Engine engine = Engine.with(counter).broker(broker).build()) {
            TaskWorker worker = engine.work((options) -> options.concurrency(1).shutdownTimeout(Duration.ofMillis(50)));
            AsyncResult<Integer> call = engine.tasks.delay(Counter::early);
            Engine.await(counter.waiting);
            worker.stop();
            assertThat(call.state()).isEqualTo(TaskState.FAILURE);
            counter.goOn.countDown();
            engine.work(1);
            assertThat(engine.tasks.delay(Counter::count, 3).get(SOON)).isEqualTo(3);
            assertThat(counter.runs).hasValue(2);
        }
    }

    @Test
    void whatWaitsInFrontOfASlowTaskIsGivenToAnotherWorker() {
        Counter counter = new Counter();
        SharedBroker broker = new SharedBroker(new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system()));
        try (Engine engine = Engine.with(counter).broker(broker).build()) {
            engine.tasks.delayAll(Counter::count, IntStream.range(0, 50).boxed().toList());
            engine.tasks.delay(Counter::early);
            List<AsyncResult<Integer>> behind = engine.tasks.delayAll(Counter::count,
                    IntStream.range(0, 5).boxed().toList());
            engine.work(1);
            Engine.await(counter.waiting);
            engine.work((options) -> options.concurrency(1));
            await().atMost(SOON).until(() -> behind.stream().allMatch(AsyncResult::ready));
            counter.goOn.countDown();
        }
    }

    @Test
    @Tag("G6")
    void loopThatStopsComingRoundIsReplaced() {
        StuckBroker broker = new StuckBroker();
        try (Engine engine = Engine.with(new Counter()).broker(broker).build()) {
            engine.work((options) -> options.concurrency(1).sweep(Duration.ofMillis(200)));
            Engine.await(broker.stuck);
            assertThat(engine.tasks.delay(Counter::count, 1).get(SOON)).isEqualTo(1);
            broker.release.countDown();
        }
    }

    /**
     * A broker whose consumer hangs the first time it is asked, and does not listen to
     * interruption.
     */
    private static final class StuckBroker extends SharedBroker {

        private final CountDownLatch stuck = new CountDownLatch(1);

        private final CountDownLatch release = new CountDownLatch(1);

        StuckBroker() {
            super(new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system()));
        }

        @Override
        public Consumer consume(ConsumerOptions options) {
            Consumer consumer = super.consume(options);
            return new Consumer() {

                @Override
                public List<Delivery> receive(Collection<String> queues, int limit, Duration patience)
                        throws InterruptedException {
                    if (StuckBroker.this.stuck.getCount() > 0) {
                        StuckBroker.this.stuck.countDown();
                        Uninterruptibly.await(StuckBroker.this.release);
                        return List.of();
                    }
                    return consumer.receive(queues, limit, patience);
                }

                @Override
                public List<Answer> settle(Collection<Completion> completions) {
                    return consumer.settle(completions);
                }

                @Override
                public void close() {
                    consumer.close();
                }

            };
        }

    }

    /** Waits as a client does that swallows interruptions. */
    private static final class Uninterruptibly {

        static void await(CountDownLatch latch) {
            while (latch.getCount() > 0) {
                try {
                    latch.await();
                }
                catch (InterruptedException swallowed) {
                    Thread.onSpinWait();
                }
            }
        }

    }

    static class Other {

        @SharedTask
        void nothing() {
            Thread.onSpinWait();
        }

    }

    static class Counter {

        final AtomicInteger runs = new AtomicInteger();

        final CountDownLatch waiting = new CountDownLatch(1);

        final CountDownLatch goOn = new CountDownLatch(1);

        final Set<Integer> seen = ConcurrentHashMap.newKeySet();

        @SharedTask
        int count(int number) {
            this.runs.incrementAndGet();
            this.seen.add(number);
            return number;
        }

        @SharedTask
        int takesAWhile(long millis) throws InterruptedException {
            int run = this.runs.incrementAndGet();
            this.goOn.await(millis, TimeUnit.MILLISECONDS);
            return run;
        }

        @SharedTask(acks = SharedTask.Acknowledgement.EARLY)
        int early() throws InterruptedException {
            int run = this.runs.incrementAndGet();
            this.waiting.countDown();
            this.goOn.await();
            return run;
        }

    }

    /** A store that can be down. */
    static final class Flaky implements ResultBackend {

        private final MemoryResultBackend store = new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT,
                TimeSource.system());

        private final AtomicBoolean down = new AtomicBoolean();

        @Override
        public List<Answer> store(Collection<TaskResult> results) {
            if (this.down.get()) {
                return results.stream().map((result) -> Answer.failed(new IllegalStateException("down"))).toList();
            }
            return this.store.store(results);
        }

        @Override
        public Map<String, TaskResult> find(Collection<String> ids) {
            return this.store.find(ids);
        }

        @Override
        public void forget(Collection<String> ids) {
            this.store.forget(ids);
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return this.store.capability(type);
        }

        @Override
        public String description() {
            return "flaky";
        }

    }

}
