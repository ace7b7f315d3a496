package io.taskqueue.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints the figures of the embedded default. Time decides nothing here; that every task
 * ran does. Run it alone, on a quiet machine:
 * {@code mvn -pl taskqueue-core test -Dtest=FiguresTests -Pendurance}.
 */
class FiguresTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Scale scale = Scale.current();

    @Test
    void printsHowSoonABodyBegins() {
        Clock clock = new Clock();
        List<Double> medians = new ArrayList<>();
        try (Engine engine = Engine.with(clock).build()) {
            engine.work(2);
            round(engine, clock);
            for (int i = 0; i < 5; i++) {
                medians.add(round(engine, clock));
            }
        }
        Collections.sort(medians);
        System.out.printf("figure: delay to body start, idle in-memory broker: median %.3f ms (medians %s)%n",
                medians.get(2), medians.stream().map("%.3f"::formatted).toList());
        assertThat(clock.latencies).isEmpty();
    }

    private double round(Engine engine, Clock clock) {
        List<AsyncResult<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(engine.tasks.delay(Clock::measure, System.nanoTime()));
            LockSupport.parkNanos(5_000_000);
        }
        calls.forEach((call) -> call.get(SOON));
        List<Long> sorted = clock.latencies.stream().sorted().toList();
        clock.latencies.clear();
        assertThat(sorted).hasSize(200);
        return sorted.get(100) / 1e6;
    }

    @Test
    void printsHowOftenAnIdleWorkerWakes() throws IOException {
        try (Engine engine = Engine.with(new Clock()).build()) {
            engine.work((options) -> options.sweep(Duration.ofSeconds(10)));
            engine.tasks.delay(Clock::measure, System.nanoTime()).get(SOON);
            rest(Duration.ofSeconds(2));
            long before = wakeUps();
            rest(this.scale.watch());
            long woken = wakeUps() - before;
            System.out.printf("figure: idle worker: %.1f wake-ups a second over %d s%n",
                    woken / (double) this.scale.watch().toSeconds(), this.scale.watch().toSeconds());
            assertThat(engine.tasks.delay(Clock::measure, System.nanoTime()).get(SOON)).isNull();
        }
    }

    @Test
    void printsHowFastNoOpsDrain() {
        int tasks = this.scale.tasks() * 10;
        Clock clock = new Clock();
        try (Engine engine = Engine.with(clock).build()) {
            List<AsyncResult<Void>> calls = engine.tasks.delayAll(Clock::measure,
                    IntStream.range(0, tasks).mapToObj(Long::valueOf).toList());
            long start = System.nanoTime();
            engine.work(2);
            calls.forEach((call) -> call.get(SOON));
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("figure: drain of %d no-ops, in-memory broker and store: %.0f tasks/s%n", tasks,
                    tasks / seconds);
            assertThat(clock.latencies).hasSize(tasks);
        }
    }

    private static void rest(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (end - System.nanoTime() > 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /**
     * How often threads of ours have gone to sleep of their own accord, which is how
     * often they have woken.
     */
    private static long wakeUps() throws IOException {
        long sum = 0;
        Path tasks = Path.of("/proc/self/task");
        if (!Files.exists(tasks)) {
            System.out.println("figure: wake-ups are read from /proc, which this system does not have");
            return 0;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).startsWith("taskqueue-")) {
                    sum += Files.readAllLines(thread.resolve("status"))
                        .stream()
                        .filter((line) -> line.startsWith("voluntary_ctxt_switches"))
                        .mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
                }
            }
        }
        return sum;
    }

    static class Clock {

        final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();

        @SharedTask
        void measure(long calledNanos) {
            this.latencies.add(System.nanoTime() - calledNanos);
        }

    }

}
