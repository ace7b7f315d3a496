package io.taskqueue.dashboard;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;
import tools.jackson.core.JacksonException;

import io.taskqueue.console.ResultsQuery;
import io.taskqueue.console.ScheduleEdit;
import io.taskqueue.result.TaskFilter;

/**
 * An action, and what it is for: these, or all tasks that match.
 *
 * @param action which one
 * @param ids for these
 * @param filter for all these tasks
 * @param after where to go on
 * @param edit what a schedule should say
 */
record ActionRequest(@Nullable String action, @Nullable List<String> ids, @Nullable Filter filter,
        @Nullable String after, @Nullable ScheduleEdit edit) {

    private static final int LARGEST = 65_536;

    private static final int STEP = 200;

    static ActionRequest of(ServerRequest request) throws IOException {
        byte[] body = request.servletRequest().getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw new TurnedAwayException(413, "A request has 64 kB at most");
        }
        try {
            ActionRequest read = Answers.read(body, ActionRequest.class);
            if (read.action == null || (read.ids == null) == (read.filter == null)) {
                throw new TurnedAwayException(400, "An action has a name, and either ids or a filter");
            }
            return read;
        }
        catch (JacksonException unreadable) {
            throw new TurnedAwayException(400, "This is no action");
        }
    }

    ResultsQuery query(Filter filter) {
        return new ResultsQuery(filter.filter(), this.after, STEP);
    }

    /**
     * Which tasks, as the page asks for them.
     *
     * @param state the states, separated by commas
     * @param task the name
     * @param queue the queue
     * @param worker the worker
     * @param group the group
     * @param text a part of id, name or error type
     * @param from created at or after
     * @param to created before
     */
    record Filter(@Nullable String state, @Nullable String task, @Nullable String queue, @Nullable String worker,
            @Nullable String group, @Nullable String text, @Nullable Instant from, @Nullable Instant to) {

        TaskFilter filter() {
            return new TaskFilter((this.state != null) ? ResultsQuery.states(this.state) : Set.of(), this.task,
                    this.queue, this.worker, this.group, this.text, this.from, this.to);
        }

    }

}
