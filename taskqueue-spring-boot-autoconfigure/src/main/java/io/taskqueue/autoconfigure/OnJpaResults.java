package io.taskqueue.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds where results may land in a database: if asked for, or if nothing is said. */
class OnJpaResults extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        String type = environment.getProperty("taskqueue.result.type");
        boolean jpa = (type != null) ? type.equalsIgnoreCase("jpa")
                : !environment.containsProperty("taskqueue.result.url");
        return new ConditionOutcome(jpa, "taskqueue.result.type and taskqueue.result.url");
    }

}
