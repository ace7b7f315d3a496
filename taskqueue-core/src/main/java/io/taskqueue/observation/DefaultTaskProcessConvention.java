package io.taskqueue.observation;

import io.micrometer.common.KeyValues;

import io.taskqueue.observation.TaskObservation.HighCardinality;
import io.taskqueue.observation.TaskObservation.LowCardinality;

/** The names and labels of running, unless the application brings its own. */
public class DefaultTaskProcessConvention implements TaskProcessConvention {

    @Override
    public String getContextualName(TaskProcessContext context) {
        return "process " + context.invocation().task().name();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(TaskProcessContext context) {
        return KeyValues.of(LowCardinality.SYSTEM.withValue(String.valueOf(context.getRemoteServiceName())),
                LowCardinality.OPERATION.withValue("process"), LowCardinality.QUEUE.withValue(context.queue()),
                LowCardinality.TASK.withValue(context.invocation().task().name()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(TaskProcessContext context) {
        return KeyValues.of(HighCardinality.ID.withValue(context.invocation().message().id()),
                HighCardinality.ATTEMPT.withValue(String.valueOf(context.invocation().context().attempt())));
    }

}
