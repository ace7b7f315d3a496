package io.taskqueue.observation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.context.event.EventListener;

import io.taskqueue.TaskCatalog;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.event.TaskEvent.TaskFailed;
import io.taskqueue.event.TaskEvent.TaskReceived;
import io.taskqueue.event.TaskEvent.TaskRejected;
import io.taskqueue.event.TaskEvent.TaskRetried;
import io.taskqueue.event.TaskEvent.TaskRevoked;
import io.taskqueue.event.TaskEvent.TaskSucceeded;
import io.taskqueue.event.TaskEvent.TaskUnsent;
import io.taskqueue.result.TaskJournal;

/**
 * What became of this node's tasks, counted and timed. It listens to events, so it
 * measures what is stored and not what was tried.
 */
public final class TaskMeters implements MeterBinder {

    private final TaskJournal journal;

    private final Labels labels;

    private final List<Meters> bound = new CopyOnWriteArrayList<>();

    /**
     * @param catalog the tasks whose names may become labels
     * @param journal where states on the way may be dropped
     */
    public TaskMeters(TaskCatalog catalog, TaskJournal journal) {
        this.labels = new Labels(catalog);
        this.journal = journal;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.bound.add(new Meters(registry));
        FunctionCounter.builder("taskqueue.journal.dropped", this.journal, TaskJournal::dropped)
            .description("States of tasks on their way that were dropped because the result store could not keep up")
            .register(registry);
    }

    /** Takes note of what happened. */
    @EventListener
    public void on(TaskEvent event) {
        String task = this.labels.task(event.task());
        String queue = this.labels.queue(event.queue());
        for (Meters meters : this.bound) {
            meters.count(event, task, queue);
        }
    }

    /** The meters of one registry. */
    private static final class Meters {

        private final MeterProvider<Timer> tasks;

        private final MeterProvider<Counter> redeliveries;

        private final MeterProvider<Counter> unsent;

        private Meters(MeterRegistry registry) {
            this.tasks = Timer.builder("taskqueue.tasks")
                .description("Attempts that ended, with the time their bodies ran")
                .withRegistry(registry);
            this.redeliveries = Counter.builder("taskqueue.redeliveries")
                .description("Tasks that came again because a worker did not come to an end with them")
                .withRegistry(registry);
            this.unsent = Counter.builder("taskqueue.unsent")
                .description("Calls that the broker did not take over")
                .withRegistry(registry);
        }

        private void count(TaskEvent event, String task, String queue) {
            if (event instanceof TaskReceived received && received.deliveries() > 1) {
                this.redeliveries.withTags("task", task, "queue", queue).increment();
            }
            else if (event instanceof TaskUnsent) {
                this.unsent.withTags("task", task, "queue", queue).increment();
            }
            else if (event instanceof TaskSucceeded succeeded) {
                ended(task, queue, "success", succeeded.runtime());
            }
            else if (event instanceof TaskFailed failed) {
                ended(task, queue, "failure", failed.runtime());
            }
            else if (event instanceof TaskRetried retried) {
                ended(task, queue, "retry", retried.runtime());
            }
            else if (event instanceof TaskRevoked revoked) {
                ended(task, queue, revoked.expired() ? "expired" : "revoked", Duration.ZERO);
            }
            else if (event instanceof TaskRejected) {
                ended(task, queue, "rejected", Duration.ZERO);
            }
        }

        private void ended(String task, String queue, String outcome, Duration runtime) {
            this.tasks.withTags("task", task, "queue", queue, "outcome", outcome).record(runtime);
        }

    }

}
