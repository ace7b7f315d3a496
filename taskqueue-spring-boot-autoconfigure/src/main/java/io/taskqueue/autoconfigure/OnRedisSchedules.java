package io.taskqueue.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.context.annotation.Conditional;

/** Holds where messages or results are in Redis, and schedules can be there too. */
class OnRedisSchedules extends AnyNestedCondition {

    OnRedisSchedules() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @Conditional(OnRedisBroker.class)
    static class Messages {

    }

    @Conditional(OnRedisResults.class)
    static class Results {

    }

}
