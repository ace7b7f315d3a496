package io.taskqueue.autoconfigure;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskDefinition;
import io.taskqueue.autoconfigure.TaskQueueProperties.RabbitQueueType;
import io.taskqueue.rabbit.RabbitBroker;

/**
 * What the core's RabbitMQ room understands of the properties; a value that cannot work
 * is refused by its key.
 */
final class RabbitOptions {

    private static final Logger logger = LoggerFactory.getLogger(RabbitOptions.class);

    private final TaskQueueProperties.Rabbit rabbit;

    RabbitOptions(TaskQueueProperties properties) {
        this.rabbit = properties.rabbit();
    }

    RabbitBroker.Options broker() {
        Integer most = this.rabbit.maxPriority();
        boolean quorum = this.rabbit.queueType() == RabbitQueueType.QUORUM;
        TaskQueueOptions.require(most == null || (most >= 1 && most <= 9), "rabbit.max-priority", most,
                "It must be 1 to 9, or unset");
        TaskQueueOptions.require(most == null || !quorum, "rabbit.max-priority", most,
                "Quorum queues are not declared with one. Remove it, or set taskqueue.rabbit.queue-type=classic");
        Duration timeout = this.rabbit.consumerTimeout();
        TaskQueueOptions.require(timeout.compareTo(Duration.ofSeconds(10)) >= 0, "rabbit.consumer-timeout", timeout,
                "It must be at least 10s, and is what RabbitMQ has for consumer_timeout");
        return new RabbitBroker.Options(type(this.rabbit.queueType()), most, type(this.rabbit.delayQueueType()),
                timeout, TaskQueueOptions.positive("rabbit.max-dead-letters", this.rabbit.maxDeadLetters()), "");
    }

    private static RabbitBroker.QueueType type(RabbitQueueType said) {
        return RabbitBroker.QueueType.valueOf(said.name());
    }

    /** RabbitMQ takes back what is not acknowledged in time, though it may still run. */
    void checkTimeLimits(TaskCatalog catalog) {
        Duration timeout = this.rabbit.consumerTimeout();
        for (TaskDefinition task : catalog.all()) {
            Duration limit = task.options().timeLimit();
            if (limit != null && limit.compareTo(timeout) >= 0) {
                logger.warn("Task {} may run for {}, and RabbitMQ gives a message to somebody else that is not"
                        + " acknowledged within {}. Raise consumer_timeout in RabbitMQ and taskqueue.rabbit.consumer-timeout"
                        + " here, or lower the task's time limit", task.name(), limit, timeout);
            }
        }
    }

}
