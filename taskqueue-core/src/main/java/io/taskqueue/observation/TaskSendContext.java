package io.taskqueue.observation;

import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

import io.taskqueue.message.TaskMessage;

/**
 * A call that is about to be sent, as an observation sees it. What is put on its carrier
 * travels with the message.
 */
public final class TaskSendContext extends SenderContext<Map<String, String>> {

    private final TaskMessage message;

    private final String task;

    private final String queue;

    TaskSendContext(TaskMessage message, String system, String task, String queue) {
        super((carrier, name, value) -> {
            if (carrier != null && TraceHeaders.acceptable(name, value)) {
                carrier.put(name, value);
            }
        }, Kind.PRODUCER);
        this.message = message;
        this.task = task;
        this.queue = queue;
        setCarrier(new LinkedHashMap<>());
        setRemoteServiceName(system);
    }

    /** What is sent. */
    public TaskMessage message() {
        return this.message;
    }

    /** The task's name, if this application declares it; fit for a label. */
    public String task() {
        return this.task;
    }

    /** The queue's name; fit for a label. */
    public String queue() {
        return this.queue;
    }

}
