package io.taskqueue.observation;

import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskMessageCustomizer;
import io.taskqueue.message.TaskMessage;

/**
 * Observes the sending of calls, and gives each message the caller's trace to carry. It
 * belongs behind every customizer that changes where a message goes, and before one that
 * signs.
 */
public final class ObservationMessageCustomizer implements TaskMessageCustomizer {

    private static final TaskSendConvention DEFAULT = new DefaultTaskSendConvention();

    private final ObservationRegistry registry;

    private final @Nullable TaskSendConvention convention;

    private final String system;

    private final Labels labels;

    /**
     * @param registry who observes
     * @param convention names and labels, or {@code null} for the default ones
     * @param system the kind of broker, such as {@code memory}
     * @param catalog the tasks whose names may become labels
     */
    public ObservationMessageCustomizer(ObservationRegistry registry, @Nullable TaskSendConvention convention,
            String system, TaskCatalog catalog) {
        this.registry = registry;
        this.convention = convention;
        this.system = system;
        this.labels = new Labels(catalog);
    }

    @Override
    public TaskMessage customize(TaskMessage message) {
        if (this.registry.isNoop()) {
            return message;
        }
        TaskSendContext context = new TaskSendContext(message, this.system, this.labels.task(message.task()),
                this.labels.queue(message.queue()));
        Observation observation = TaskObservation.SEND.start(this.convention, DEFAULT, () -> context, this.registry);
        try {
            return with(message, context.getCarrier());
        }
        finally {
            observation.stop();
        }
    }

    private static TaskMessage with(TaskMessage message, @Nullable Map<String, String> trace) {
        TaskMessage traced = message;
        if (trace != null) {
            for (Map.Entry<String, String> header : trace.entrySet()) {
                traced = traced.header(header.getKey(), header.getValue());
            }
        }
        return traced;
    }

}
