package io.taskqueue.console;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.QueueOperations;
import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskTemplate;
import io.taskqueue.beat.ScheduleOperations;
import io.taskqueue.broker.Broker;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.control.Neighbour;
import io.taskqueue.worker.WorkerStatus;

/**
 * What an operator sees of tasks, queues, workers and dead letters, and can do to them:
 * the one source of the actuator endpoint and of the dashboard.
 */
public final class TaskConsole {

    private final Reader reader;

    private final Actions actions;

    private final ScheduleDesk schedules;

    private final BulkActions bulkActions;

    private final WorkflowDesk workflows;

    private TaskConsole(Reader reader, Actions actions, ScheduleDesk schedules, WorkflowDesk workflows) {
        this.workflows = workflows;
        this.reader = reader;
        this.actions = actions;
        this.schedules = schedules;
        this.bulkActions = new BulkActions(actions, reader);
    }

    /** Begins a console over these. */
    public static Builder builder(TaskTemplate tasks, QueueOperations queues, Broker broker, ResultBackend results,
            TaskCatalog catalog) {
        return new Builder(tasks, queues, broker, results, catalog);
    }

    /** What is to be seen. */
    public Reader reader() {
        return this.reader;
    }

    /** What is to be done. */
    public Actions actions() {
        return this.actions;
    }

    /** Schedules, to be seen. */
    public ScheduleDesk schedules() {
        return this.schedules;
    }

    /** Canvases, to be seen. */
    public WorkflowDesk workflows() {
        return this.workflows;
    }

    /** What is to be done to many. */
    public BulkActions bulkActions() {
        return this.bulkActions;
    }

    /** Puts a console together. */
    public static final class Builder {

        private final TaskTemplate tasks;

        private final QueueOperations queues;

        private final Broker broker;

        private final ResultBackend results;

        private final TaskCatalog catalog;

        private Supplier<List<WorkerStatus>> workers = List::of;

        private Supplier<List<Neighbour>> neighbours = List::of;

        private Function<String, List<StackTraceElement>> stacks = (id) -> List.of();

        private Masking masking = Masking.none();

        private @Nullable ScheduleOperations schedules;

        private Builder(TaskTemplate tasks, QueueOperations queues, Broker broker, ResultBackend results,
                TaskCatalog catalog) {
            this.tasks = tasks;
            this.queues = queues;
            this.broker = broker;
            this.results = results;
            this.catalog = catalog;
        }

        /** The other workers on the same broker. */
        public Builder neighbours(Supplier<List<Neighbour>> neighbours) {
            this.neighbours = neighbours;
            return this;
        }

        /** The workers of this process. */
        public Builder workers(Supplier<List<WorkerStatus>> workers) {
            this.workers = workers;
            return this;
        }

        /** Where the tasks are that run in this process, by their ids. */
        public Builder stacks(Function<String, List<StackTraceElement>> stacks) {
            this.stacks = stacks;
            return this;
        }

        /** The schedules of this application, if it has any. */
        public Builder schedules(@Nullable ScheduleOperations schedules) {
            this.schedules = schedules;
            return this;
        }

        /** What is masked in values even where they are shown. */
        public Builder masking(Masking masking) {
            this.masking = masking;
            return this;
        }

        /** The console. */
        public TaskConsole build() {
            Values values = new Values(this.masking);
            TaskViews views = new TaskViews(this.catalog, values);
            Reader reader = new Reader(this.broker, this.results, this.workers, this.neighbours, this.queues, views,
                    this.stacks);
            ScheduleDesk desk = new ScheduleDesk(this.schedules, this.catalog, values);
            WorkflowDesk workflows = new WorkflowDesk(this.tasks, this.results);
            return new TaskConsole(reader,
                    new Actions(this.tasks, this.broker, this.results, reader, desk, workflows, this.queues, views),
                    desk, workflows);
        }

    }

}
