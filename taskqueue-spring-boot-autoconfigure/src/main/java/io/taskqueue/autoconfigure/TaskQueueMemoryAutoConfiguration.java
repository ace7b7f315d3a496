package io.taskqueue.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.memory.MemoryBroadcast;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.memory.MemoryWishes;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.DiscardingResultBackend;
import io.taskqueue.result.ResultBackend;

/**
 * The embedded default: messages, wishes and, unless another store is there, results in
 * this process' memory.
 */
@AutoConfiguration(after = { TaskQueueJpaAutoConfiguration.class, TaskQueueRabbitAutoConfiguration.class,
        TaskQueueRedisAutoConfiguration.class, TaskQueueJdbcAutoConfiguration.class })
@EnableConfigurationProperties(TaskQueueProperties.class)
public final class TaskQueueMemoryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(Broker.class)
    MemoryBroker taskQueueBroker(TaskQueueProperties properties, TimeSource time) {
        LastResort.forMessages(properties.broker());
        TaskQueueOptions options = new TaskQueueOptions(properties);
        return new MemoryBroker(
                new MemoryBroker.Options(options.lease(), options.maxMessages(), options.maxDeadLetters()), time);
    }

    @Bean
    @ConditionalOnMissingBean(Broadcast.class)
    MemoryBroadcast taskQueueBroadcast() {
        return new MemoryBroadcast();
    }

    @Bean
    @ConditionalOnMissingBean(Wishes.class)
    MemoryWishes taskQueueWishes(TimeSource time) {
        return new MemoryWishes(time);
    }

    @Bean
    @ConditionalOnMissingBean(ResultBackend.class)
    @ConditionalOnProperty(name = "taskqueue.result.type", havingValue = "none")
    DiscardingResultBackend taskQueueNoResults(TaskQueueProperties properties) {
        LastResort.forResults(properties.result());
        return new DiscardingResultBackend();
    }

    @Bean
    @ConditionalOnMissingBean(ResultBackend.class)
    MemoryResultBackend taskQueueResults(TaskQueueProperties properties, TimeSource time) {
        LastResort.forResults(properties.result());
        TaskQueueOptions options = new TaskQueueOptions(properties);
        return new MemoryResultBackend(
                new MemoryResultBackend.Options(options.expires(), options.expiresFailed(), options.maxResults()),
                time);
    }

    @Bean
    @ConditionalOnBooleanProperty("taskqueue.outbox.enabled")
    OutboxLife taskQueueOutboxLife(Broker broker) {
        return new OutboxLife(broker);
    }

}
