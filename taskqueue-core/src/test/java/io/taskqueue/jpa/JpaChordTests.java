package io.taskqueue.jpa;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.SharedTask;
import io.taskqueue.broker.Broker;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ChordCounter;
import io.taskqueue.worker.Engine;
import io.taskqueue.worker.SharedBroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Chords whose results are in a database. */
class JpaChordTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    @Tag("G13")
    void memoryBrokerCountsForADatabase() {
        try (Engine engine = Engine.with(new Sums()).results(Database.H2.emptyStore(TimeSource.system())).build()) {
            engine.work(4);
            AsyncResult<Integer> total = engine.tasks
                .group(IntStream.range(0, 1_000).mapToObj((i) -> engine.tasks.signature(Sums::same, i)).toList())
                .then(Sums::total)
                .apply();
            assertThat(total.get(SOON)).isEqualTo(499_500);
        }
    }

    @Test
    void chordIsRefusedWhereNobodyCounts() {
        try (Engine engine = Engine.with(new Sums())
            .broker(new Uncounting(new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system())))
            .results(Database.H2.emptyStore(TimeSource.system()))
            .build()) {
            assertThatIllegalStateException().isThrownBy(
                    () -> engine.tasks.group(List.of(engine.tasks.signature(Sums::same, 1))).then(Sums::total).apply())
                .withMessageContaining("taskqueue.result.type=redis");
        }
    }

    static class Sums {

        @SharedTask
        int same(int number) {
            return number;
        }

        @SharedTask
        int total(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }

    }

    private static final class Uncounting extends SharedBroker {

        Uncounting(Broker broker) {
            super(broker);
        }

        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return (type == ChordCounter.class) ? Optional.empty() : super.capability(type);
        }

    }

}
