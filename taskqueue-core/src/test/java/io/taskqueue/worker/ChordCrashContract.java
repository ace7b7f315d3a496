package io.taskqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.CompletesAtOnce;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Delivery;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What every store that counts promises of chords whose workers die: processes that stop
 * for ever between any two of their steps, drawn at random. Each body is called once,
 * with the whole list in its order.
 */
public abstract class ChordCrashContract {

    private static final Duration LONG = Duration.ofMinutes(4);

    private final Scale scale = Scale.current();

    private final int members = Math.max(1_000, this.scale.tasks());

    private final int all;

    private final int chordCount;

    /** No more than there is work for, or they would never come to die. */
    private final int deaths;

    private final Chords chords = new Chords();

    /** Twenty chords of a thousand, and by command two of ten thousand. */
    protected ChordCrashContract() {
        this(20_000);
    }

    /**
     * Another number of members in all.
     * @param all the members of all chords together
     */
    protected ChordCrashContract(int all) {
        this.all = Math.max(this.members, all);
        this.chordCount = this.all / this.members;
        this.deaths = this.all / 1_000;
    }

    /** A broker with leases of this length. */
    protected abstract Broker broker(Duration lease);

    protected abstract ResultBackend results();

    @Test
    @Tag("G13")
    @Tag("W13")
    void bodyRunsOnceForTheWholeListWhereverWorkersDie() {
        Broker broker = broker(this.scale.lease());
        ResultBackend results = results();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Process> processes = new ArrayList<>();
        try (Engine living = Engine.with(this.chords).broker(broker).results(results).build()) {
            List<AsyncResult<Integer>> bodies = IntStream.range(0, this.chordCount)
                .mapToObj((chord) -> call(living, chord))
                .toList();
            for (int i = 0; i < this.deaths; i++) {
                Process process = new Process(this.chords, broker, results, 1 + random.nextInt(60));
                processes.add(process);
                if (i % 4 == 3) {
                    await().atMost(LONG).until(() -> processes.stream().allMatch(Process::dead));
                }
            }
            living.work((options) -> options.concurrency(4).sweep(this.scale.sweep()));
            await().atMost(LONG).until(() -> bodies.stream().allMatch(AsyncResult::ready));
            assertThat(this.chords.lists).as("seed %d", seed).hasSize(this.chordCount);
            this.chords.lists.forEach((chord, list) -> assertThat(list).as("chord %d, seed %d", chord, seed)
                .containsExactlyElementsOf(IntStream.range(0, this.members).boxed().toList()));
            assertThat(this.chords.bodies.values()).as("seed %d", seed)
                .allSatisfy((runs) -> assertThat(runs).hasValueLessThanOrEqualTo(1));
            int extra = this.chords.runs.get() - this.all;
            System.out.println("figure: " + getClass().getSimpleName() + ": " + this.chordCount + " chords of "
                    + this.members + " members, " + this.deaths + " workers killed: bodies " + this.chordCount
                    + ", of these once more " + this.chords.again + ", extra runs of members " + extra);
        }
        finally {
            processes.forEach(Process::close);
        }
    }

    private AsyncResult<Integer> call(Engine engine, int chord) {
        return engine.tasks
            .group(IntStream.range(0, this.members).mapToObj((i) -> engine.tasks.signature(Chords::member, i)).toList())
            .then(Chords::body, chord)
            .apply();
    }

    static class Chords {

        final AtomicInteger runs = new AtomicInteger();

        final Map<Integer, List<Integer>> lists = new ConcurrentHashMap<>();

        /** How often each body was begun that no worker had been handed before. */
        final Map<Integer, AtomicInteger> bodies = new ConcurrentHashMap<>();

        /** How many bodies ran once more, since their first worker let its lease end. */
        final AtomicInteger again = new AtomicInteger();

        @SharedTask
        int member(int index, TaskContext task) {
            this.runs.incrementAndGet();
            return index;
        }

        @SharedTask
        int body(List<Integer> list, int chord, TaskContext task) {
            this.lists.put(chord, list);
            (task.redelivered() ? this.again : this.bodies.computeIfAbsent(chord, (key) -> new AtomicInteger()))
                .incrementAndGet();
            return list.size();
        }

    }

    /**
     * A worker in a process that does so many steps and then nothing ever again: it
     * neither publishes nor settles, stores nor counts, and renews no lease.
     */
    private static final class Process implements AutoCloseable {

        private final AtomicInteger left;

        private final Engine engine;

        Process(Object bean, Broker broker, ResultBackend results, int steps) {
            this.left = new AtomicInteger(steps);
            this.engine = Engine.with(bean)
                .broker(new MortalBroker(broker))
                .results(new MortalResults(results))
                .build();
            this.engine.work((options) -> options.concurrency(2)
                .sweep(Duration.ofHours(1))
                .shutdownTimeout(Duration.ofMillis(1)));
        }

        boolean dead() {
            return this.left.get() <= 0;
        }

        private boolean dies() {
            return this.left.decrementAndGet() <= 0;
        }

        private static Answer failed(Object item) {
            return Answer.failed(new IllegalStateException("the process is dead"));
        }

        @Override
        public void close() {
            this.engine.close();
        }

        private final class MortalBroker extends SharedBroker {

            MortalBroker(Broker broker) {
                super(broker);
            }

            @Override
            public List<Answer> publish(Collection<TaskMessage> messages) {
                return dies() ? messages.stream().map(Process::failed).toList() : super.publish(messages);
            }

            @Override
            public Consumer consume(ConsumerOptions options) {
                Consumer consumer = super.consume(options);
                return new Consumer() {
                    @Override
                    public List<Delivery> receive(Collection<String> queues, int limit, Duration patience)
                            throws InterruptedException {
                        // what it took before it died stays on loan
                        List<Delivery> taken = consumer.receive(Process.this.dead() ? List.of("nowhere") : queues,
                                limit, patience);
                        return Process.this.dead() ? List.of() : taken;
                    }

                    @Override
                    public List<Answer> settle(Collection<Completion> completions) {
                        return dies() ? completions.stream().map(Process::failed).toList()
                                : consumer.settle(completions);
                    }

                    @Override
                    public void close() {
                        // the dead give nothing back
                    }
                };
            }

            @Override
            public <T> Optional<T> capability(Class<T> type) {
                return (type == CompletesAtOnce.class) ? Optional.empty() : super.capability(type);
            }

            @Override
            public void close() {
                // it outlives the process
            }

        }

        private final class MortalResults implements ResultBackend, ChordCounter {

            private final ResultBackend results;

            private final ChordCounter counter;

            MortalResults(ResultBackend results) {
                this.results = results;
                this.counter = results.capability(ChordCounter.class).orElseThrow();
            }

            @Override
            public List<Answer> store(Collection<TaskResult> statements) {
                return dies() ? statements.stream().map(Process::failed).toList() : this.results.store(statements);
            }

            @Override
            public Map<String, TaskResult> find(Collection<String> ids) {
                return this.results.find(ids);
            }

            @Override
            public void forget(Collection<String> ids) {
                this.results.forget(ids);
            }

            @Override
            public List<Answer> open(Collection<Opening> chords) {
                return this.counter.open(chords);
            }

            @Override
            public List<Counted> count(Collection<Part> parts) {
                return dies() ? Collections.nCopies(parts.size(), new Counted(failed(parts), false))
                        : this.counter.count(parts);
            }

            @Override
            public List<TaskResult> ends(String chord) {
                return this.counter.ends(chord);
            }

            @Override
            public boolean begin(String task, String copy) {
                return this.counter.begin(task, copy);
            }

            @Override
            public List<Answer> close(Collection<String> chords) {
                return dies() ? chords.stream().map(Process::failed).toList() : this.counter.close(chords);
            }

            @Override
            public List<Unfinished> unfinished(Duration since, int limit) {
                return List.of();
            }

            @Override
            public void close() {
                // it outlives the process
            }

            @Override
            public String description() {
                return this.results.description();
            }

        }

    }

}
