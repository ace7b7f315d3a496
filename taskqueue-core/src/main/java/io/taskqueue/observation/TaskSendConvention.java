package io.taskqueue.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How the sending of a call is named and labelled; a bean of this type replaces the
 * default.
 */
public interface TaskSendConvention extends ObservationConvention<TaskSendContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof TaskSendContext;
    }

    @Override
    default String getName() {
        return "taskqueue.send";
    }

}
