package io.taskqueue.actuate;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskTemplate;
import io.taskqueue.broker.Broker;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.worker.WorkerStatus;

/**
 * Tasks, queues, workers and dead letters at {@code /actuator/taskqueue}: to look at by
 * default, and to act on where {@code management.endpoint.taskqueue.access=unrestricted}
 * says so.
 */
@Endpoint(id = "taskqueue", defaultAccess = Access.READ_ONLY)
public class TaskQueueEndpoint {

    private final TaskQueueReader reader;

    private final TaskQueueActions actions;

    private final Show showValues;

    private TaskQueueEndpoint(TaskQueueReader reader, TaskQueueActions actions, Show showValues) {
        this.reader = reader;
        this.actions = actions;
        this.showValues = showValues;
    }

    /** Begins an endpoint over these. */
    public static Builder builder(TaskTemplate tasks, Broker broker, ResultBackend results, TaskCatalog catalog) {
        return new Builder(tasks, broker, results, catalog);
    }

    /** Everything at a glance. */
    @ReadOperation
    public OperationResponseBody overview() {
        return this.reader.overview();
    }

    /**
     * One of {@code results}, {@code queues}, {@code workers} and {@code dead-letters}.
     * Results are filtered by all parameters but {@code offset}, dead letters by
     * {@code queue} alone.
     * @param state one or several, separated by commas
     * @param after the {@code next} of the page before
     * @param limit how many, from 1 to 500
     */
    @ReadOperation
    public @Nullable OperationResponseBody section(@Selector String section, @Nullable String state,
            @Nullable String task, @Nullable String queue, @Nullable String worker, @Nullable String group,
            @Nullable String text, @Nullable OffsetDateTime from, @Nullable OffsetDateTime to, @Nullable String after,
            @Nullable Integer offset, @Nullable Integer limit) {
        TaskFilter filter = new TaskFilter(ResultsQuery.states(state), task, queue, worker, group, text,
                ResultsQuery.instant(from), ResultsQuery.instant(to));
        return section(section, new ResultsQuery(filter, after, TaskQueueReader.limit(limit)), offset,
                this.showValues.isShown(false));
    }

    /** One task by its id, or one queue by its name. */
    @ReadOperation
    public @Nullable OperationResponseBody item(@Selector String section, @Selector String id) {
        return item(section, id, this.showValues.isShown(false));
    }

    /**
     * Acts on one task ({@code revoke}, {@code retry}), queue ({@code purge},
     * {@code replay}) or dead letter ({@code replay}, {@code delete}).
     */
    @WriteOperation
    public OperationResponseBody act(@Selector String section, @Selector String id, String action) {
        return act("jmx", section, id, action);
    }

    @Nullable OperationResponseBody section(String section, ResultsQuery query, @Nullable Integer offset, boolean shown) {
        return switch (section) {
            case "results" -> this.reader.results(query, shown);
            case "queues" -> this.reader.queues();
            case "workers" -> this.reader.workers();
            case "dead-letters" -> this.reader.deadLetters(query.filter().queue(), offset, query.limit());
            default -> null;
        };
    }

    @Nullable OperationResponseBody item(String section, String id, boolean shown) {
        return switch (section) {
            case "results" -> this.reader.task(id, shown);
            case "queues" -> this.reader.queue(id);
            default -> null;
        };
    }

    OperationResponseBody act(String who, String section, String id, String action) {
        return this.actions.act(who, section, id, action);
    }

    /** Puts an endpoint together. */
    public static final class Builder {

        private final TaskTemplate tasks;

        private final Broker broker;

        private final ResultBackend results;

        private final TaskCatalog catalog;

        private Supplier<List<WorkerStatus>> workers = List::of;

        private Iterable<SanitizingFunction> sanitizing = List.of();

        private Show showValues = Show.NEVER;

        private Builder(TaskTemplate tasks, Broker broker, ResultBackend results, TaskCatalog catalog) {
            this.tasks = tasks;
            this.broker = broker;
            this.results = results;
            this.catalog = catalog;
        }

        /** The workers of this process. */
        public Builder workers(Supplier<List<WorkerStatus>> workers) {
            this.workers = workers;
            return this;
        }

        /** Who sees values, and what is masked in them even then. */
        public Builder values(Show showValues, Iterable<SanitizingFunction> sanitizing) {
            this.showValues = showValues;
            this.sanitizing = sanitizing;
            return this;
        }

        /** The endpoint. */
        public TaskQueueEndpoint build() {
            TaskQueueReader reader = new TaskQueueReader(this.broker, this.results, this.workers,
                    new TaskViews(this.catalog, new Values(this.sanitizing)));
            return new TaskQueueEndpoint(reader, new TaskQueueActions(this.tasks, this.broker, this.results, reader),
                    this.showValues);
        }

    }

}
