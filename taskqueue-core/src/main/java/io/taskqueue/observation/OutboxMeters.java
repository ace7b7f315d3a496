package io.taskqueue.observation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Outbox;

/**
 * How far the outbox is behind; {@code NaN} while its database does not answer.
 */
public final class OutboxMeters implements MeterBinder {

    private final Outbox outbox;

    public OutboxMeters(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("taskqueue.outbox.waiting", this.outbox, known((box) -> box.depth().ready()))
            .description("Calls that are committed and not yet forwarded to the broker")
            .strongReference(true)
            .register(registry);
        TimeGauge.builder("taskqueue.outbox.lag", this.outbox, TimeUnit.MILLISECONDS, known(OutboxMeters::lag))
            .description("How long the first of these has waited")
            .strongReference(true)
            .register(registry);
        Gauge.builder("taskqueue.outbox.refused", this.outbox, known((box) -> box.refused().count(null)))
            .description("Calls that the broker refused for good")
            .strongReference(true)
            .register(registry);
    }

    private static double lag(Outbox outbox) {
        Duration oldest = outbox.depth().oldest();
        return (oldest != null) ? oldest.toMillis() : 0;
    }

    private static ToDoubleFunction<Outbox> known(ToDoubleFunction<Outbox> value) {
        return (outbox) -> {
            try {
                return value.applyAsDouble(outbox);
            }
            catch (BrokerUnavailableException away) {
                return Double.NaN;
            }
        };
    }

}
