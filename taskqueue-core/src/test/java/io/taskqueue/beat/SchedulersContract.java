package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.taskqueue.PeriodicTask.Misfire;
import io.taskqueue.PeriodicTask.Overlap;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.beat.Firing.Fate;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several nodes over one store, one of which is killed or stopped at random every second
 * or so and replaced by another: no planned moment is missed, none leads to two runs.
 */
public abstract class SchedulersContract {

    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Scale scale = Scale.current();

    /** Well below what the log of every store keeps. */
    private final int moments = Math.min(this.scale.tasks(), 5_000);

    private final Runs runs = new Runs();

    private final AtomicInteger kills = new AtomicInteger();

    /** Opens an empty store. */
    protected abstract ScheduleStore open();

    /** Another way to the same store, as another node has. */
    protected abstract ScheduleStore other();

    @ParameterizedTest
    @ValueSource(ints = { 2, 3 })
    @Tag("G12")
    void nothingIsMissedOrDoubledWhileNodesDie(int nodes) {
        ScheduleStore store = open();
        int count = Math.max(20, this.moments / 100);
        try (Engine engine = Engine.with(this.runs).build(); Fleet fleet = new Fleet(engine, nodes)) {
            engine.work(4);
            ScheduleTemplate schedules = new ScheduleTemplate(parts(engine, store), () -> {
            });
            List<String> names = IntStream.range(0, count).mapToObj((i) -> "s" + i).toList();
            names.forEach((name) -> schedules.save(name,
                    ScheduleSpec.of("runs.note", "PT1S").policies(Misfire.ALL, Overlap.ALLOW)));
            while (firings(store).size() < this.moments) {
                fleet.loseOne();
            }
            names.forEach((name) -> schedules.enable(name, false));
            fleet.settle(store);
            List<Firing> firings = firings(store);
            assertThat(firings).extracting(Firing::fate).containsOnly(Fate.SENT);
            names.forEach((name) -> assertThat(planned(firings, name)).isNotEmpty()
                .isEqualTo(everySecond(planned(firings, name).get(0), planned(firings, name).size())));
            awaitRuns(firings);
            assertThat(this.runs.counts.values()).extracting(AtomicInteger::get).containsOnly(1);
            print(store, nodes, firings);
        }
    }

    private void print(ScheduleStore store, int nodes, List<Firing> firings) {
        List<Long> late = firings.stream()
            .map((firing) -> Duration.between(firing.planned(), firing.at()).toMillis())
            .sorted()
            .toList();
        System.out.printf(
                "figure: %s, %d schedulers, %d lost: %d firings, 0 missed, 0 double;"
                        + " late by median %d ms, 99%% %d ms, at most %d ms%n",
                store.description(), nodes, this.kills.get(), late.size(), late.get(late.size() / 2),
                late.get(late.size() * 99 / 100), late.get(late.size() - 1));
        assertThat(Duration.ofMillis(late.get(late.size() - 1))).isLessThanOrEqualTo(
                this.scale.lease().plus(this.scale.sweep().multipliedBy(13).dividedBy(10)).plus(SLACK));
        assertThat(late.get(0)).as("early").isGreaterThanOrEqualTo(0);
    }

    private void awaitRuns(List<Firing> firings) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.runs.counts.size() >= firings.size());
        assertThat(this.runs.counts.keySet())
            .containsExactlyInAnyOrderElementsOf(firings.stream().map(Firing::task).toList());
    }

    private static List<Firing> firings(ScheduleStore store) {
        return store.firings().list(null, 100_000);
    }

    private static List<Instant> planned(List<Firing> firings, String name) {
        return firings.stream()
            .filter((firing) -> firing.schedule().equals(name))
            .map(Firing::planned)
            .sorted()
            .toList();
    }

    private static List<Instant> everySecond(Instant first, int count) {
        return IntStream.range(0, count).mapToObj(first::plusSeconds).toList();
    }

    private static BeatParts parts(Engine engine, ScheduleStore store) {
        return new BeatParts(store, engine.tasks, engine.journal, TaskValues.standard(), TimeSource.system());
    }

    /** The nodes. */
    private final class Fleet implements AutoCloseable {

        private final Engine engine;

        private final List<Node> nodes = new ArrayList<>();

        private Fleet(Engine engine, int size) {
            this.engine = engine;
            IntStream.range(0, size).forEach((i) -> this.nodes.add(node()));
        }

        private Node node() {
            MortalStore store = new MortalStore(other());
            BeatOptions options = BeatOptions.of("test")
                .lease(SchedulersContract.this.scale.lease(), SchedulersContract.this.scale.sweep());
            Beat beat = new Beat(parts(this.engine, store), options, List.of());
            beat.start();
            return new Node(beat, store);
        }

        void loseOne() {
            long until = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
            Awaitility.await().until(() -> System.nanoTime() - until >= 0);
            Node lost = this.nodes.remove(ThreadLocalRandom.current().nextInt(this.nodes.size()));
            if (ThreadLocalRandom.current().nextInt(3) > 0) {
                lost.store().kill();
            }
            else {
                lost.beat().stop();
            }
            SchedulersContract.this.kills.incrementAndGet();
            this.nodes.add(node());
        }

        /** Lets those that live send what the dead left behind. */
        void settle(ScheduleStore store) {
            Awaitility.await()
                .atMost(SchedulersContract.this.scale.lease().multipliedBy(2).plus(Duration.ofSeconds(20)))
                .until(() -> firings(store).stream().noneMatch((firing) -> firing.fate() == Fate.CLAIMED));
        }

        @Override
        public void close() {
            this.nodes.forEach((node) -> node.beat().stop());
        }

    }

    private record Node(Beat beat, MortalStore store) {
    }

    /** Counts how often each task ran. */
    static class Runs {

        final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

        @SharedTask("runs.note")
        void note(TaskContext task) {
            this.counts.computeIfAbsent(task.id(), (id) -> new AtomicInteger()).incrementAndGet();
        }

    }

}
