package io.taskqueue.observation;

import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** How many tasks a worker could run at once, and how many it runs. */
public final class SlotMeters implements MeterBinder {

    private final Supplier<Number> total;

    private final Supplier<Number> used;

    /**
     * @param total how many slots there are
     * @param used how many of them are taken now
     */
    public SlotMeters(Supplier<Number> total, Supplier<Number> used) {
        this.total = total;
        this.used = used;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        slots(registry, "total", this.total);
        slots(registry, "used", this.used);
    }

    private static void slots(MeterRegistry registry, String state, Supplier<Number> count) {
        Gauge.builder("taskqueue.worker.slots", count)
            .description("How many tasks the worker can run at once, and how many it runs")
            .tag("state", state)
            .register(registry);
    }

}
