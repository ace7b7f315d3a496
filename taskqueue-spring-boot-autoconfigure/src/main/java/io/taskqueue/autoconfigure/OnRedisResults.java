package io.taskqueue.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds where results are to land in Redis: if asked for, or with the messages. */
class OnRedisResults extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return new ConditionOutcome(asked(context.getEnvironment()), "taskqueue.result.type and taskqueue.result.url");
    }

    private static boolean asked(Environment environment) {
        String type = environment.getProperty("taskqueue.result.type");
        String url = environment.getProperty("taskqueue.result.url");
        return (type == null && url == null) ? OnRedisBroker.asked(environment) : OnRedisBroker.redis(type, url);
    }

}
