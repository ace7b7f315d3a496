package io.taskqueue.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations that taskqueue makes, and the keys they carry. */
public enum TaskObservation implements ObservationDocumentation {

    /**
     * A call is prepared for sending, in the caller's thread and before it waits for a
     * commit.
     */
    SEND {

        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultTaskSendConvention.class;
        }

    },

    /** One attempt runs, from the outermost interceptor to the method and back. */
    PROCESS {

        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultTaskProcessConvention.class;
        }

    };

    @Override
    public KeyName[] getLowCardinalityKeyNames() {
        return LowCardinality.values();
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
        return HighCardinality.values();
    }

    /** Keys with few values, which become labels of meters. */
    public enum LowCardinality implements KeyName {

        /** The kind of broker, such as {@code memory}. */
        SYSTEM("messaging.system"),
        /** {@code send} or {@code process}. */
        OPERATION("messaging.operation.type"),
        /** The queue. */
        QUEUE("messaging.destination.name"),
        /**
         * The task's declared name, or {@code unknown} where this application declares
         * none of that name.
         */
        TASK("taskqueue.task.name");

        private final String key;

        LowCardinality(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return this.key;
        }

    }

    /** Keys with as many values as there are tasks, which only traces carry. */
    public enum HighCardinality implements KeyName {

        /** The task's id. */
        ID("messaging.message.id"),
        /** Which attempt it is, counted from one. */
        ATTEMPT("taskqueue.task.attempt");

        private final String key;

        HighCardinality(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return this.key;
        }

    }

}
