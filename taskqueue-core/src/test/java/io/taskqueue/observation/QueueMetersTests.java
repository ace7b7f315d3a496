package io.taskqueue.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.DeadLetter;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;

class QueueMetersTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final Counted broker = new Counted();

    private final Clock clock = new Clock();

    @BeforeEach
    void bind() {
        new QueueMeters(this.broker, () -> List.of("mail", "slow"), this.clock).bindTo(this.registry);
    }

    @Test
    void tellsReadyDelayedAndInFlightApart() {
        assertThat(depth("mail", "ready")).isEqualTo(3);
        assertThat(depth("mail", "delayed")).isEqualTo(2);
        assertThat(depth("mail", "inflight")).isEqualTo(1);
        assertThat(depth("slow", "ready")).isZero();
    }

    @Test
    void tellsHowLongTheFirstHasWaited() {
        assertThat(this.registry.get("taskqueue.queue.age").tag("queue", "mail").timeGauge().value(TimeUnit.SECONDS))
            .isEqualTo(7);
        assertThat(this.registry.get("taskqueue.queue.age").tag("queue", "slow").timeGauge().value(TimeUnit.SECONDS))
            .isZero();
    }

    @Test
    void countsDeadLettersOfEachQueue() {
        assertThat(this.registry.get("taskqueue.dead.letters").tag("queue", "mail").gauge().value()).isEqualTo(4);
    }

    @Test
    void brokerIsAskedOnceInFiveSeconds() {
        for (int i = 0; i < 100; i++) {
            depth("mail", "ready");
            depth("slow", "delayed");
        }
        assertThat(this.broker.asked).hasValue(1);
        this.clock.nanos += TimeUnit.SECONDS.toNanos(5);
        depth("mail", "ready");
        assertThat(this.broker.asked).hasValue(2);
    }

    @Test
    void brokerThatIsAwayReadsNotANumber() {
        this.broker.away = true;
        assertThat(depth("mail", "ready")).isNaN();
        depth("mail", "ready");
        assertThat(this.broker.asked).hasValue(1);
        this.broker.away = false;
        this.clock.nanos += TimeUnit.SECONDS.toNanos(5);
        assertThat(depth("mail", "ready")).isEqualTo(3);
    }

    @Test
    void registryKeepsTheMetersAlive() {
        System.gc();
        assertThat(depth("mail", "ready")).isEqualTo(3);
    }

    @Test
    void slotsAreTotalAndUsed() {
        new SlotMeters(() -> 4, () -> 3).bindTo(this.registry);
        assertThat(this.registry.get("taskqueue.worker.slots").tag("state", "total").gauge().value()).isEqualTo(4);
        assertThat(this.registry.get("taskqueue.worker.slots").tag("state", "used").gauge().value()).isEqualTo(3);
    }

    private double depth(String queue, String state) {
        return this.registry.get("taskqueue.queue.depth").tags("queue", queue, "state", state).gauge().value();
    }

    /** A clock that stands until it is moved. */
    private static final class Clock implements TimeSource {

        private long nanos = 42;

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return this.nanos;
        }

    }

    /** A broker with fixed figures that counts how often it is asked for them. */
    private static final class Counted implements Broker, QueueInspection, DeadLetters {

        private final AtomicInteger asked = new AtomicInteger();

        private boolean away;

        @Override
        public Collection<String> queues() {
            return List.of("mail", "slow");
        }

        @Override
        public List<QueueDepth> depths(Collection<String> queues) {
            this.asked.incrementAndGet();
            if (this.away) {
                throw new BrokerUnavailableException("away", false, null);
            }
            return List.of(new QueueDepth("mail", 3, 2, 1, Duration.ofSeconds(7)),
                    new QueueDepth("slow", 0, 0, 0, null));
        }

        @Override
        public long count(@Nullable String queue) {
            return "mail".equals(queue) ? 4 : 0;
        }

        @Override
        public List<DeadLetter> list(@Nullable String queue, int offset, int limit) {
            return List.of();
        }

        @Override
        public int replay(Collection<String> ids) {
            return 0;
        }

        @Override
        public int remove(Collection<String> ids) {
            return 0;
        }

        @Override
        public List<Answer> publish(Collection<TaskMessage> messages) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Consumer consume(ConsumerOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String description() {
            return "counted";
        }

        @Override
        public void close() {
            // holds nothing
        }

    }

}
