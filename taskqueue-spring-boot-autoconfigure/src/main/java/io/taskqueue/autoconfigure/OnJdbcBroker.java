package io.taskqueue.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds where messages are to travel through the application's database. */
class OnJdbcBroker extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        String type = context.getEnvironment().getProperty("taskqueue.broker.type");
        return new ConditionOutcome("jdbc".equalsIgnoreCase(type), "taskqueue.broker.type");
    }

}
