package io.taskqueue.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Holds where messages are to travel through RabbitMQ. */
class OnRabbitBroker extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return new ConditionOutcome(
                rabbit(environment.getProperty("taskqueue.broker.type"),
                        environment.getProperty("taskqueue.broker.url")),
                "taskqueue.broker.type and taskqueue.broker.url");
    }

    static boolean chosen(TaskQueueProperties.Broker broker) {
        return rabbit((broker.type() != null) ? broker.type().name() : null, broker.url());
    }

    /** A type decides; without one, the scheme of the address does. */
    private static boolean rabbit(@Nullable String type, @Nullable String url) {
        return (type != null) ? type.equalsIgnoreCase("rabbit") : url != null && new Address("", url).rabbit();
    }

}
