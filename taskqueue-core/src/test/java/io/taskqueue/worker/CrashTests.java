package io.taskqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.RetryOptions;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Workers that die at named moments. In one process a death is a consumer that is
 * abandoned: it renews nothing and settles nothing from then on.
 */
class CrashTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Scale scale = Scale.current();

    private final MemoryBroker memory = new MemoryBroker(
            new MemoryBroker.Options(this.scale.lease(), 1_000_000, 10_000), TimeSource.system());

    @Test
    @Tag("G2")
    @Tag("G3")
    @Tag("G5")
    void deadWorkersTasksMoveOnAndNoneIsLost() {
        Ledger ledger = new Ledger();
        try (Engine engine = Engine.with(ledger).broker(new SharedBroker(this.memory)).build()) {
            List<AsyncResult<Integer>> calls = engine.tasks.delayAll(Ledger::write, numbers());
            Consumer dead = this.memory.consume(new ConsumerOptions("dead", 50, false));
            List<Delivery> inFlight = take(dead, 50);
            long death = System.nanoTime();
            engine.work((options) -> options.concurrency(4).sweep(this.scale.sweep()));
            await().atMost(SOON).until(() -> calls.stream().allMatch(AsyncResult::ready));
            Duration recovered = Duration.ofNanos(System.nanoTime() - death);
            assertThat(inFlight).hasSize(50);
            assertThat(ledger.runs.keySet()).containsExactlyInAnyOrderElementsOf(numbers());
            assertThat(ledger.runs.values()).allSatisfy((runs) -> assertThat(runs).hasValue(1));
            assertThat(ledger.redelivered).hasValue(50);
            assertThat(recovered)
                .isLessThan(this.scale.lease().plus(this.scale.sweep().multipliedBy(13).dividedBy(10)).plusSeconds(5));
        }
    }

    @Test
    @Tag("G2")
    @Tag("G3")
    void deathAtTheAcknowledgementRunsAgainAtMostWhatWasInFlight() {
        Ledger ledger = new Ledger();
        Amnesia broker = new Amnesia(this.memory);
        try (Engine engine = Engine.with(ledger).broker(broker).build()) {
            List<AsyncResult<Integer>> calls = engine.tasks.delayAll(Ledger::write, numbers());
            broker.dieAfter(100);
            TaskWorker dying = engine.work((options) -> options.concurrency(2).sweep(Duration.ofHours(1)));
            await().atMost(SOON).until(() -> broker.dead);
            int ranBefore = ledger.runs.size();
            engine.work((options) -> options.concurrency(2).sweep(this.scale.sweep()));
            await().atMost(SOON).until(() -> calls.stream().allMatch(AsyncResult::ready));
            await().atMost(SOON).until(() -> ledger.total() >= calls.size());
            assertThat(ledger.runs.keySet()).containsExactlyInAnyOrderElementsOf(numbers());
            assertThat(ledger.total() - calls.size()).isBetween(0, dying.status().concurrency() * 11 + ranBefore);
            assertThat(calls.stream().map((call) -> call.get(SOON))).containsExactlyElementsOf(numbers());
        }
    }

    @Test
    @Tag("G2")
    void retryIsPublishedBeforeItsFirstDeliveryIsSettled() {
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        Broker watched = new Watched(this.memory, steps);
        RetryOptions soon = new RetryOptions(3, true, Set.of(), Set.of(), Duration.ZERO, null, Duration.ofMinutes(1),
                true, null);
        try (Engine engine = Engine.with(new Ledger()).broker(watched).retry(soon).build()) {
            AsyncResult<Integer> call = engine.tasks.delay(Ledger::failsOnce);
            engine.work(1);
            assertThat(call.get(SOON)).isEqualTo(2);
            await().atMost(SOON).until(() -> steps.size() == 4);
            assertThat(steps).containsExactly("publish 0", "publish 1", "settle 0", "settle 1");
        }
    }

    private List<Integer> numbers() {
        return IntStream.range(0, this.scale.tasks()).boxed().toList();
    }

    private static List<Delivery> take(Consumer consumer, int count) {
        try {
            return consumer.receive(List.of("taskqueue"), count, Duration.ofSeconds(5));
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    static class Ledger {

        final Map<Integer, AtomicInteger> runs = new ConcurrentHashMap<>();

        final AtomicInteger redelivered = new AtomicInteger();

        @SharedTask
        int write(int number, TaskContext task) {
            this.runs.computeIfAbsent(number, (key) -> new AtomicInteger()).incrementAndGet();
            if (task.redelivered()) {
                this.redelivered.incrementAndGet();
            }
            return number;
        }

        @SharedTask
        int failsOnce(TaskContext task) {
            if (task.attempt() == 1) {
                throw new IllegalStateException("once");
            }
            return task.attempt();
        }

        int total() {
            return this.runs.values().stream().mapToInt(AtomicInteger::get).sum();
        }

    }

    /**
     * A broker whose first consumer dies after so many settlements: it takes nothing and
     * settles nothing any more.
     */
    private static final class Amnesia extends SharedBroker {

        private volatile boolean dead;

        private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

        private boolean first = true;

        Amnesia(Broker broker) {
            super(broker);
        }

        void dieAfter(int settlements) {
            this.left.set(settlements);
        }

        @Override
        public Consumer consume(ConsumerOptions options) {
            Consumer consumer = super.consume(options);
            boolean mortal = this.first;
            this.first = false;
            return mortal ? new Mortal(consumer) : consumer;
        }

        private final class Mortal implements Consumer {

            private final Consumer consumer;

            private Mortal(Consumer consumer) {
                this.consumer = consumer;
            }

            @Override
            public List<Delivery> receive(Collection<String> queues, int limit, Duration patience)
                    throws InterruptedException {
                return Amnesia.this.dead ? Collections.emptyList() : this.consumer.receive(queues, limit, patience);
            }

            @Override
            public List<Answer> settle(Collection<Completion> completions) {
                if (Amnesia.this.left.addAndGet(-completions.size()) < 0) {
                    Amnesia.this.dead = true;
                    return completions.stream().map((completion) -> Answer.done()).toList();
                }
                return this.consumer.settle(completions);
            }

            @Override
            public void close() {
                Amnesia.this.dead = true;
            }

        }

    }

    /**
     * A broker that writes down in which order a task's copies were published and
     * settled.
     */
    private static final class Watched extends SharedBroker {

        private final List<String> steps;

        Watched(Broker broker, List<String> steps) {
            super(broker);
            this.steps = steps;
        }

        @Override
        public List<Answer> publish(Collection<TaskMessage> messages) {
            messages.forEach((message) -> this.steps.add("publish " + message.headers().retries()));
            return super.publish(messages);
        }

        @Override
        public Consumer consume(ConsumerOptions options) {
            Consumer consumer = super.consume(options);
            return new Consumer() {
                @Override
                public List<Delivery> receive(Collection<String> queues, int limit, Duration patience)
                        throws InterruptedException {
                    return consumer.receive(queues, limit, patience);
                }

                @Override
                public List<Answer> settle(Collection<Completion> completions) {
                    completions
                        .forEach((completion) -> Watched.this.steps.add("settle " + retries(completion.delivery())));
                    return consumer.settle(completions);
                }

                @Override
                public void close() {
                    consumer.close();
                }
            };
        }

        private static int retries(Delivery delivery) {
            return ((Content.Readable) delivery.content()).message().headers().retries();
        }

    }

}
