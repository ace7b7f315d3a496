package io.taskqueue.observation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Checkup;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.message.TimeSource;

/**
 * How much waits in a worker's queues. The broker is asked at most once in five seconds,
 * however often and by however many the gauges are read; while it does not answer they
 * read {@code NaN}.
 */
public final class QueueMeters implements MeterBinder {

    private static final Logger logger = LoggerFactory.getLogger(QueueMeters.class);

    private static final long FRESH = TimeUnit.SECONDS.toNanos(5);

    private final Supplier<List<String>> asked;

    private final Optional<QueueInspection> inspection;

    private final Optional<DeadLetters> deadLetters;

    private final Optional<Checkup> checkup;

    private final TimeSource time;

    private Map<String, Snapshot> snapshots = Map.of();

    private List<String> queues = List.of();

    private @Nullable Long taken;

    /**
     * @param broker who holds the queues
     * @param queues which of them; asked for when the first registry is bound
     * @param time whose clock says what is fresh
     */
    public QueueMeters(Broker broker, Supplier<List<String>> queues, TimeSource time) {
        this.asked = queues;
        this.inspection = broker.capability(QueueInspection.class);
        this.deadLetters = broker.capability(DeadLetters.class);
        this.checkup = broker.capability(Checkup.class);
        this.time = time;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        this.queues = List.copyOf(this.asked.get());
        this.checkup.ifPresent((checkup) -> FunctionCounter.builder("taskqueue.broker.losses", checkup, Checkup::losses)
            .description("How often the broker came back without what it had held")
            .register(registry));
        for (String queue : this.queues) {
            if (this.inspection.isPresent()) {
                depth(registry, queue, "ready", (snapshot) -> snapshot.depth().ready());
                depth(registry, queue, "delayed", (snapshot) -> known(snapshot.depth().delayed()));
                depth(registry, queue, "inflight", (snapshot) -> known(snapshot.depth().inFlight()));
                TimeGauge
                    .builder("taskqueue.queue.age", this, TimeUnit.MILLISECONDS,
                            (now) -> now.read(queue, Snapshot::age))
                    .description("How long the first ready message has waited")
                    .tag("queue", queue)
                    .strongReference(true)
                    .register(registry);
            }
            if (this.deadLetters.isPresent()) {
                Gauge.builder("taskqueue.dead.letters", this, (now) -> now.read(queue, Snapshot::dead))
                    .description("Messages that were set aside because nobody could run them")
                    .tag("queue", queue)
                    .strongReference(true)
                    .register(registry);
            }
        }
    }

    private void depth(MeterRegistry registry, String queue, String state, ToDoubleFunction<Snapshot> value) {
        Gauge.builder("taskqueue.queue.depth", this, (now) -> now.read(queue, value))
            .description("Messages in the queue: ready, delayed, or in flight at workers")
            .tag("queue", queue)
            .strongReference(true)
            .tag("state", state)
            .register(registry);
    }

    private static double known(@Nullable Long count) {
        return (count != null) ? count : Double.NaN;
    }

    private double read(String queue, ToDoubleFunction<Snapshot> value) {
        Snapshot snapshot = fresh().get(queue);
        return (snapshot != null) ? value.applyAsDouble(snapshot) : Double.NaN;
    }

    private synchronized Map<String, Snapshot> fresh() {
        long now = this.time.nanos();
        if (this.taken == null || now - this.taken >= FRESH) {
            this.taken = now;
            this.snapshots = ask();
        }
        return this.snapshots;
    }

    private Map<String, Snapshot> ask() {
        try {
            Map<String, Snapshot> snapshots = new HashMap<>();
            for (QueueDepth depth : depths()) {
                long dead = this.deadLetters.map((letters) -> letters.count(depth.queue())).orElse(0L);
                snapshots.put(depth.queue(), new Snapshot(depth, dead));
            }
            return snapshots;
        }
        catch (RuntimeException failure) {
            logger.debug("The queues could not be measured; trying again in a few seconds", failure);
            return Map.of();
        }
    }

    private List<QueueDepth> depths() {
        return this.inspection.map((able) -> able.depths(this.queues))
            .orElseGet(() -> this.queues.stream().map((queue) -> new QueueDepth(queue, 0, 0, 0, null)).toList());
    }

    /**
     * One queue at one moment.
     *
     * @param depth how much it holds
     * @param dead how much was set aside
     */
    private record Snapshot(QueueDepth depth, long dead) {

        double age() {
            Duration oldest = this.depth.oldest();
            if (oldest != null) {
                return oldest.toMillis();
            }
            return (this.depth.ready() == 0) ? 0 : Double.NaN;
        }

    }

}
