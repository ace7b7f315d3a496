package io.taskqueue.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How the run of an attempt is named and labelled; a bean of this type replaces the
 * default.
 */
public interface TaskProcessConvention extends ObservationConvention<TaskProcessContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof TaskProcessContext;
    }

    @Override
    default String getName() {
        return "taskqueue.process";
    }

}
