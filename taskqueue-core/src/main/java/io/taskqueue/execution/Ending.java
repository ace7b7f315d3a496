package io.taskqueue.execution;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Completion;
import io.taskqueue.event.TaskEvent;

/**
 * How a delivery ended, on its way to be made durable.
 *
 * @param completion what to store, publish and settle
 * @param event what to tell once it is stored
 * @param settled whether the delivery was acknowledged before the body began
 */
public record Ending(Completion completion, @Nullable TaskEvent event, boolean settled) {
}
