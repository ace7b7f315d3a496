package io.taskqueue.event;

import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells this node's listeners what happened. What a listener throws is logged and ends
 * there.
 */
public final class TaskEvents {

    private static final Logger logger = LoggerFactory.getLogger(TaskEvents.class);

    private final Consumer<Object> listeners;

    /** Events handed to this sink, such as Spring's event publisher. */
    public TaskEvents(Consumer<Object> listeners) {
        this.listeners = listeners;
    }

    /** Nobody listens. */
    public static TaskEvents none() {
        return new TaskEvents((event) -> {
        });
    }

    /** Tells of a task. */
    public void publish(TaskEvent event) {
        tell(event);
    }

    /** Tells of a worker. */
    public void publish(WorkerEvent event) {
        tell(event);
    }

    private void tell(Object event) {
        try {
            this.listeners.accept(event);
        }
        catch (RuntimeException | Error failure) {
            if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
                throw fatal;
            }
            logger.warn("A listener to {} threw; the task is not affected", event.getClass().getSimpleName(), failure);
        }
    }

}
