package io.taskqueue.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

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
@AutoConfiguration(after = TaskQueueJpaAutoConfiguration.class)
@EnableConfigurationProperties(TaskQueueProperties.class)
public final class TaskQueueMemoryAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(Broker.class)
    MemoryBroker taskQueueBroker(TaskQueueProperties properties, TimeSource time, Environment environment) {
        refuseUrl(environment, "taskqueue.broker.url", "broker", "memory");
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
    DiscardingResultBackend taskQueueNoResults() {
        return new DiscardingResultBackend();
    }

    @Bean
    @ConditionalOnMissingBean(ResultBackend.class)
    MemoryResultBackend taskQueueResults(TaskQueueProperties properties, TimeSource time, Environment environment) {
        refuseUrl(environment, "taskqueue.result.url", "result store", "memory, jpa and none");
        if (properties.result().type() == TaskQueueProperties.ResultType.JPA) {
            throw new TaskQueueStartException(
                    "taskqueue.result.type is jpa, and this application has no EntityManagerFactory, or several DataSource"
                            + " beans none of which is primary.",
                    """
                            Do one of these:

                                - add org.springframework.boot:spring-boot-starter-data-jpa and a JDBC driver
                                - mark one of several DataSource beans with @TaskQueueDataSource
                                - set taskqueue.result.type=memory""");
        }
        TaskQueueOptions options = new TaskQueueOptions(properties);
        return new MemoryResultBackend(
                new MemoryResultBackend.Options(options.expires(), options.expiresFailed(), options.maxResults()),
                time);
    }

    /** An address nobody looks at would be a silent fall-back. */
    private static void refuseUrl(Environment environment, String key, String what, String available) {
        if (environment.containsProperty(key)) {
            throw new TaskQueueStartException(
                    key + " is set, and this version of taskqueue has no " + what + " with an address.",
                    "Remove " + key + ". Available: " + available + ".");
        }
    }

}
