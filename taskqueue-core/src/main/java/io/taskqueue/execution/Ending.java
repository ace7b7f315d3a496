package io.taskqueue.execution;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Completion;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.result.TaskResult;

/**
 * How a delivery ended, on its way to be made durable.
 *
 * @param completion what to store, publish and settle
 * @param event what to tell once it is stored
 * @param settled whether the delivery was acknowledged before the body began
 * @param others results of other tasks that are stored with its own: of the links after a
 * failed one
 * @param stood what is to be done instead where the store holds an end of the task
 * already, or {@code null} where nothing follows it
 */
public record Ending(Completion completion, @Nullable TaskEvent event, boolean settled, List<TaskResult> others,
        @Nullable Function<TaskResult, Ending> stood) {

    public Ending {
        others = List.copyOf(others);
    }

    /** One that concerns no other task. */
    static Ending of(Completion completion, @Nullable TaskEvent event, boolean settled) {
        return new Ending(completion, event, settled, List.of(), null);
    }

    /** The same, with a delivery that is settled already. */
    Ending asSettled() {
        return new Ending(this.completion, this.event, true, this.others, this.stood);
    }

}
