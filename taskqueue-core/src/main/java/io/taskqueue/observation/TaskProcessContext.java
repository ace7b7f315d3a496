package io.taskqueue.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

import io.taskqueue.execution.TaskInvocation;
import io.taskqueue.message.TaskMessage;

/**
 * An attempt, as an observation sees it. It continues the trace that its message brings,
 * if that is well formed.
 */
public final class TaskProcessContext extends ReceiverContext<TaskMessage> {

    private final TaskInvocation invocation;

    private final String queue;

    TaskProcessContext(TaskInvocation invocation, String system, String queue) {
        super((message, name) -> {
            String value = message.headers().text(name);
            return TraceHeaders.acceptable(name, value) ? value : null;
        }, Kind.CONSUMER);
        this.invocation = invocation;
        this.queue = queue;
        setCarrier(invocation.message());
        setRemoteServiceName(system);
    }

    /** What runs. */
    public TaskInvocation invocation() {
        return this.invocation;
    }

    /** The queue's name; fit for a label. */
    public String queue() {
        return this.queue;
    }

}
