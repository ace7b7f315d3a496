package io.taskqueue.beat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.beat.Firing.Fate;
import io.taskqueue.memory.MemoryScheduleStore;
import io.taskqueue.message.TaskId;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/** What schedules cost. The figures are printed; machines differ. */
class BeatFiguresTests {

    private final Scale scale = Scale.current();

    private final ScheduleStore store = new MemoryScheduleStore(TimeSource.system());

    private void add(int count, Instant next) {
        List<ScheduleChange> changes = IntStream.range(0, count)
            .mapToObj((i) -> ScheduleChange
                .to(new ScheduleEntry(next + " " + i, ScheduleSpec.of("figures.nothing", "PT24H"), true,
                        ScheduleOrigin.RUN_TIME, ScheduleRuns.from(next), TaskId.random(), 0)))
            .toList();
        assertThat(this.store.change(changes, Duration.ZERO)).doesNotContain(false);
    }

    private Beat beat(Engine engine) {
        return new Beat(
                new BeatParts(this.store, engine.tasks, engine.journal, TaskValues.standard(), TimeSource.system()),
                BeatOptions.of("test"), List.of());
    }

    @Test
    void printsWhatTenThousandSchedulesCostAtRest() {
        try (Engine engine = Engine.with(new Figures()).build()) {
            add(10_000, Moments.of(Instant.now().plus(Duration.ofHours(1))));
            Beat beat = beat(engine);
            beat.start();
            rest(Duration.ofSeconds(2));
            long before = cpu();
            rest(this.scale.watch());
            double percent = (cpu() - before) * 100.0 / this.scale.watch().toNanos();
            beat.stop();
            System.out.printf("figure: 10,000 schedules at rest: %.2f %% of a core over %d s%n", percent,
                    this.scale.watch().toSeconds());
            assertThat(this.store.firings().list(null, 1)).isEmpty();
        }
    }

    @Test
    void printsHowSoonAThousandAreSentThatAreDueAtOnce() {
        try (Engine engine = Engine.with(new Figures()).build()) {
            add(10_000, Moments.of(Instant.now().plus(Duration.ofHours(1))));
            Beat beat = beat(engine);
            beat.start();
            for (int round = 0; round < 3; round++) {
                Instant due = Moments.of(Instant.now().plusSeconds(3));
                add(1_000, due);
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> sent(due).size() == 1_000);
                List<Long> late = sent(due).stream()
                    .map((firing) -> Duration.between(due, firing.at()).toMillis())
                    .sorted()
                    .toList();
                System.out.printf("figure: 1,000 of 11,000 schedules due at once: sent within %d ms, median %d ms%n",
                        late.get(999), late.get(500));
                assertThat(late.get(0)).as("early").isGreaterThanOrEqualTo(0);
            }
            beat.stop();
        }
    }

    private List<Firing> sent(Instant due) {
        return this.store.firings()
            .list(null, 10_000)
            .stream()
            .filter((firing) -> firing.planned().equals(due) && firing.fate() == Fate.SENT)
            .toList();
    }

    private static void rest(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        Awaitility.await().atMost(time.plusSeconds(10)).until(() -> System.nanoTime() - until >= 0);
    }

    private static long cpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds())
            .filter((id) -> threads.getThreadInfo(id) != null
                    && threads.getThreadInfo(id).getThreadName().equals("taskqueue-beat"))
            .map(threads::getThreadCpuTime)
            .sum();
    }

    static class Figures {

        @SharedTask("figures.nothing")
        void nothing() {
        }

    }

}
