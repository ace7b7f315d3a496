package io.taskqueue.actuate;

import java.time.Duration;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.taskqueue.console.Actions;
import io.taskqueue.console.Reader;
import io.taskqueue.console.ResultsQuery;
import io.taskqueue.console.ScheduleDesk;
import io.taskqueue.console.ScheduleEdit;
import io.taskqueue.console.TaskConsole;
import io.taskqueue.console.Viewer;
import io.taskqueue.console.WorkflowDesk;
import io.taskqueue.result.TaskFilter;

/**
 * Tasks, queues, workers and dead letters at {@code /actuator/taskqueue}: to look at by
 * default, and to act on where {@code management.endpoint.taskqueue.access=unrestricted}
 * says so.
 */
@RegisterReflectionForBinding(Body.class)
@Endpoint(id = "taskqueue", defaultAccess = Access.READ_ONLY)
public class TaskQueueEndpoint {

    /** Stands for every value while values are not shown. */
    static final String HIDDEN = "hidden: set management.endpoint.taskqueue.show-values";

    private final Reader reader;

    private final Actions actions;

    private final ScheduleDesk schedules;

    private final WorkflowDesk workflows;

    private final Show showValues;

    /**
     * @param console what is to be seen and done
     * @param showValues who sees values where nobody is known to ask
     */
    public TaskQueueEndpoint(TaskConsole console, Show showValues) {
        this.reader = console.reader();
        this.actions = console.actions();
        this.schedules = console.schedules();
        this.workflows = console.workflows();
        this.showValues = showValues;
    }

    /** Everything at a glance. */
    @ReadOperation
    public OperationResponseBody overview() {
        return new Body(this.reader.overview());
    }

    /**
     * One of {@code results}, {@code queues}, {@code workers}, {@code schedules} and
     * {@code dead-letters}. Results are filtered by all parameters but {@code offset},
     * dead letters by {@code queue} alone, schedules by {@code text} alone.
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
        return section(section, new ResultsQuery(filter, after, Reader.limit(limit)), offset,
                this.showValues.isShown(false));
    }

    /**
     * One task by its id, one queue or schedule by its name, or one workflow by the id of
     * any task in it, or where a task is right now that runs in this process.
     */
    @ReadOperation
    public @Nullable OperationResponseBody item(@Selector String section, @Selector String id) {
        return item(section, id, this.showValues.isShown(false));
    }

    /**
     * Acts on one task or workflow ({@code revoke}, {@code retry}), queue ({@code purge},
     * {@code replay}), dead letter ({@code replay}, {@code delete}) or schedule
     * ({@code save}, {@code enable}, {@code disable}, {@code trigger}, {@code delete}).
     * All further parameters are what {@code save} wants the schedule to say.
     */
    @WriteOperation
    public OperationResponseBody act(@Selector String section, @Selector String id, String action,
            @Nullable String task, @Nullable String when, @Nullable String zone, @Nullable String args,
            @Nullable String kwargs, @Nullable String queue, @Nullable Integer priority, @Nullable Duration expires,
            @Nullable String misfire, @Nullable String overlap) {
        return act("jmx", section, id, action,
                new ScheduleEdit(task, when, zone, args, kwargs, queue, priority, expires, misfire, overlap));
    }

    @Nullable OperationResponseBody section(String section, ResultsQuery query, @Nullable Integer offset, boolean shown) {
        Viewer viewer = new Viewer(shown, HIDDEN);
        return Body.of(switch (section) {
            case "results" -> this.reader.results(query, viewer);
            case "queues" -> this.reader.queues();
            case "workers" -> this.reader.workers();
            case "schedules" -> this.schedules.list(query.filter().text(), offset, query.limit(), viewer);
            case "dead-letters" -> this.reader.deadLetters(query.filter().queue(), offset, query.limit());
            default -> null;
        });
    }

    @Nullable OperationResponseBody item(String section, String id, boolean shown) {
        Viewer viewer = new Viewer(shown, HIDDEN);
        return Body.of(switch (section) {
            case "results" -> this.reader.task(id, viewer);
            case "queues" -> this.reader.queue(id);
            case "schedules" -> this.schedules.one(id, viewer);
            case "workflows" -> this.workflows.one(id);
            case "stacks" -> this.reader.stack(id, viewer);
            default -> null;
        });
    }

    OperationResponseBody act(String who, String section, String id, String action, ScheduleEdit edit) {
        return new Body(this.actions.act(who, section, id, action, edit));
    }

}
