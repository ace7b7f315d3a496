package io.taskqueue.observation;

import io.micrometer.common.KeyValues;

import io.taskqueue.observation.TaskObservation.HighCardinality;
import io.taskqueue.observation.TaskObservation.LowCardinality;

/** The names and labels of sending, unless the application brings its own. */
public class DefaultTaskSendConvention implements TaskSendConvention {

    @Override
    public String getContextualName(TaskSendContext context) {
        return "send " + context.queue();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(TaskSendContext context) {
        return KeyValues.of(LowCardinality.SYSTEM.withValue(String.valueOf(context.getRemoteServiceName())),
                LowCardinality.OPERATION.withValue("send"), LowCardinality.QUEUE.withValue(context.queue()),
                LowCardinality.TASK.withValue(context.task()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(TaskSendContext context) {
        return KeyValues.of(HighCardinality.ID.withValue(context.message().id()),
                HighCardinality.ATTEMPT.withValue(String.valueOf(context.message().attempt())));
    }

}
