package io.taskqueue.actuate;

import java.security.Principal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.taskqueue.beat.ScheduleStoreException;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.console.ProblemView;
import io.taskqueue.console.Reader;
import io.taskqueue.console.RefusedException;
import io.taskqueue.console.ResultsQuery;
import io.taskqueue.console.ScheduleEdit;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskFilter;

/**
 * The endpoint over HTTP: it knows who asks, so it can show values to some, and it
 * answers what cannot be done with a status and one sentence, never with a stack.
 */
@EndpointWebExtension(endpoint = TaskQueueEndpoint.class)
public class TaskQueueEndpointWebExtension {

    private static final Logger logger = LoggerFactory.getLogger(TaskQueueEndpointWebExtension.class);

    private final TaskQueueEndpoint endpoint;

    private final Show showValues;

    private final Set<String> roles;

    /**
     * @param endpoint what it extends
     * @param showValues when to show values
     * @param roles who may see them when authorized; empty for everyone who is logged in
     */
    public TaskQueueEndpointWebExtension(TaskQueueEndpoint endpoint, Show showValues, Set<String> roles) {
        this.endpoint = endpoint;
        this.showValues = showValues;
        this.roles = Set.copyOf(roles);
    }

    /** Everything at a glance. */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> overview() {
        return answer(this.endpoint::overview);
    }

    /** See {@link TaskQueueEndpoint#section}. */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> section(SecurityContext caller, @Selector String section,
            @Nullable String state, @Nullable String task, @Nullable String queue, @Nullable String worker,
            @Nullable String group, @Nullable String text, @Nullable OffsetDateTime from, @Nullable OffsetDateTime to,
            @Nullable String after, @Nullable Integer offset, @Nullable Integer limit) {
        return answer(() -> {
            TaskFilter filter = new TaskFilter(ResultsQuery.states(state), task, queue, worker, group, text,
                    ResultsQuery.instant(from), ResultsQuery.instant(to));
            return this.endpoint.section(section, new ResultsQuery(filter, after, Reader.limit(limit)), offset,
                    shown(caller));
        });
    }

    /** See {@link TaskQueueEndpoint#item(String, String)}. */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> item(SecurityContext caller, @Selector String section,
            @Selector String id) {
        return answer(() -> this.endpoint.item(section, id, shown(caller)));
    }

    /** See {@link TaskQueueEndpoint#act}. */
    @WriteOperation
    public WebEndpointResponse<OperationResponseBody> act(SecurityContext caller, @Selector String section,
            @Selector String id, String action, @Nullable String task, @Nullable String when, @Nullable String zone,
            @Nullable String args, @Nullable String kwargs, @Nullable String queue, @Nullable Integer priority,
            @Nullable Duration expires, @Nullable String misfire, @Nullable String overlap) {
        Principal principal = caller.getPrincipal();
        String who = (principal != null) ? principal.getName() : "anonymous";
        return answer(() -> this.endpoint.act(who, section, id, action,
                new ScheduleEdit(task, when, zone, args, kwargs, queue, priority, expires, misfire, overlap)));
    }

    private boolean shown(SecurityContext caller) {
        return this.showValues.isShown(caller, this.roles);
    }

    private static WebEndpointResponse<OperationResponseBody> answer(
            Supplier<@Nullable OperationResponseBody> question) {
        try {
            OperationResponseBody body = question.get();
            return (body != null) ? new WebEndpointResponse<>(body) : new WebEndpointResponse<>(
                    new Body(new ProblemView("There is nothing here")), WebEndpointResponse.STATUS_NOT_FOUND);
        }
        catch (RefusedException problem) {
            return new WebEndpointResponse<>(new Body(new ProblemView(problem.reason())), problem.status());
        }
        catch (ResultStoreException failure) {
            return failed("The result store does not answer", WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, failure);
        }
        catch (BrokerUnavailableException failure) {
            return failed("The broker does not answer", WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, failure);
        }
        catch (ScheduleStoreException failure) {
            return failed("The store of schedules does not answer", WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE,
                    failure);
        }
        catch (RuntimeException failure) {
            return failed("Something failed", WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR, failure);
        }
    }

    private static WebEndpointResponse<OperationResponseBody> failed(String reason, int status,
            RuntimeException failure) {
        logger.warn("A request to the endpoint taskqueue was not answered", failure);
        return new WebEndpointResponse<>(new Body(new ProblemView(reason + "; the log says why")), status);
    }

}
