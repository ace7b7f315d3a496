package io.taskqueue.autoconfigure;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

import io.taskqueue.TaskCatalog;
import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.rabbit.NoWishes;
import io.taskqueue.rabbit.RabbitBroadcast;
import io.taskqueue.rabbit.RabbitBroker;

/**
 * Messages through RabbitMQ, for an application that gives its address or asks for the
 * RabbitMQ it has. Nothing here connects, so that it starts without it too.
 */
@AutoConfiguration(after = TaskQueueRedisAutoConfiguration.class,
        afterName = { "org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration",
                "org.springframework.boot.rabbitmq.autoconfigure.RabbitAutoConfiguration" })
@ConditionalOnClass({ CachingConnectionFactory.class, com.rabbitmq.client.ConnectionFactory.class })
@EnableConfigurationProperties(TaskQueueProperties.class)
public final class TaskQueueRabbitAutoConfiguration {

    private static final ApplicationsOwn.Words RABBIT = new ApplicationsOwn.Words("rabbit", "amqp",
            "ConnectionFactory of Spring AMQP", "@TaskQueueRabbit", "spring.rabbitmq.*");

    /** Lazy, since most who have RabbitMQ have it for something else. */
    @Bean
    @Lazy
    TaskRabbit taskQueueRabbit(TaskQueueProperties properties, ObjectProvider<SslBundles> bundles,
            ObjectProvider<ConnectionFactory> any, @TaskQueueRabbit ObjectProvider<ConnectionFactory> marked) {
        return new TaskRabbit(properties.broker(), bundles.getIfAvailable(),
                new ApplicationsOwn<>(any, marked, RABBIT));
    }

    @Bean
    @Conditional(OnRabbitBroker.class)
    @ConditionalOnMissingBean(Broker.class)
    RabbitBroker taskQueueBroker(TaskRabbit rabbit, TaskQueueProperties properties, MessageCodec codec,
            TimeSource time) {
        return new RabbitBroker(rabbit.connections(), new RabbitOptions(properties).broker(), codec, time);
    }

    @Bean
    @Conditional(OnRabbitBroker.class)
    @ConditionalOnMissingBean(Broadcast.class)
    RabbitBroadcast taskQueueBroadcast(TaskRabbit rabbit, TaskQueueProperties properties) {
        return new RabbitBroadcast(rabbit.connections(), new RabbitOptions(properties).broker());
    }

    @Bean
    @Conditional(OnRabbitBroker.class)
    @ConditionalOnMissingBean(Wishes.class)
    NoWishes taskQueueWishes() {
        return new NoWishes("Keep results in Redis, which then keeps wishes too: taskqueue.result.url=redis://…");
    }

    @Bean
    @Conditional(OnRabbitBroker.class)
    SmartInitializingSingleton taskQueueConsumerTimeoutCheck(TaskQueueProperties properties,
            ObjectProvider<TaskCatalog> catalog) {
        return () -> catalog.ifAvailable(new RabbitOptions(properties)::checkTimeLimits);
    }

}
