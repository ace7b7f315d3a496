package io.taskqueue.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskRetryException;
import io.taskqueue.TaskSnoozeException;
import io.taskqueue.execution.TaskInterceptor;
import io.taskqueue.execution.TaskInvocation;

/**
 * Observes each attempt, as part of the trace that its message brings. It belongs outside
 * every other interceptor, so that what they do is seen too.
 */
public final class ObservationTaskInterceptor implements TaskInterceptor {

    private static final Logger logger = LoggerFactory.getLogger(ObservationTaskInterceptor.class);

    private static final TaskProcessConvention DEFAULT = new DefaultTaskProcessConvention();

    private final ObservationRegistry registry;

    private final @Nullable TaskProcessConvention convention;

    private final String system;

    private final Labels labels;

    /**
     * @param registry who observes
     * @param convention names and labels, or {@code null} for the default ones
     * @param system the kind of broker, such as {@code memory}
     * @param catalog the tasks whose names may become labels
     */
    public ObservationTaskInterceptor(ObservationRegistry registry, @Nullable TaskProcessConvention convention,
            String system, TaskCatalog catalog) {
        this.registry = registry;
        this.convention = convention;
        this.system = system;
        this.labels = new Labels(catalog);
    }

    @Override
    @SuppressWarnings("try")
    public @Nullable Object intercept(TaskInvocation invocation) throws Throwable {
        if (this.registry.isNoop()) {
            return invocation.proceed();
        }
        Observation observation = TaskObservation.PROCESS.start(this.convention, DEFAULT,
                () -> new TaskProcessContext(invocation, this.system, this.labels.queue(invocation.message().queue())),
                this.registry);
        try (Observation.Scope scope = observation.openScope()) {
            return invocation.proceed();
        }
        catch (Throwable failure) {
            tell(observation, failure);
            throw failure;
        }
        finally {
            observation.stop();
        }
    }

    /** A task that only asks for another time has not failed. */
    private static void tell(Observation observation, Throwable failure) {
        if (failure instanceof TaskSnoozeException) {
            return;
        }
        Throwable cause = failure.getCause();
        try {
            observation.error((failure instanceof TaskRetryException && cause != null) ? cause : failure);
        }
        catch (Throwable broken) {
            // an exception whose own methods throw must stay the error the task ended
            // with
            logger.debug("A failure could not be observed: {}", broken.getClass().getName());
        }
    }

}
