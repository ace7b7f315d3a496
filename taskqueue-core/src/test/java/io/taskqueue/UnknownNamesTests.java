package io.taskqueue;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.canvas.TaskMethod;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownNamesTests {

    @Test
    void distanceCountsInsertionsDeletionsAndReplacements() {
        assertThat(UnknownNames.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(UnknownNames.distance("", "abc")).isEqualTo(3);
        assertThat(UnknownNames.distance("same", "same")).isZero();
    }

    @Test
    @Tag("S16")
    void boundedNumberOfNamesIsRemembered() {
        AtomicInteger asked = new AtomicInteger();
        UnknownNames names = new UnknownNames(new Nothing(asked), true);
        IntStream.range(0, 5_000).forEach((i) -> names.look("name-" + i));
        assertThat(asked.get()).isLessThan(1_100);
    }

    private record Nothing(AtomicInteger asked) implements TaskCatalog {

        @Override
        public Optional<TaskDefinition> find(String name) {
            this.asked.incrementAndGet();
            return Optional.empty();
        }

        @Override
        public TaskDefinition resolve(TaskMethod method) {
            throw new UnknownTaskException("nothing is known");
        }

        @Override
        public Collection<TaskDefinition> all() {
            return List.of();
        }

    }

}
