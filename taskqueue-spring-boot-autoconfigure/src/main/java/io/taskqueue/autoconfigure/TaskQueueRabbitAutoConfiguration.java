package io.taskqueue.autoconfigure;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

import io.taskqueue.TaskCatalog;
import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.ControlWire;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.rabbit.NoWishes;
import io.taskqueue.rabbit.RabbitBroadcast;
import io.taskqueue.rabbit.RabbitBroker;
import io.taskqueue.rabbit.RabbitControlWire;
import io.taskqueue.rabbit.RpcResultBackend;
import io.taskqueue.result.ResultBackend;

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
    @ConditionalOnMissingBean(ResultBackend.class)
    @ConditionalOnProperty(name = "taskqueue.result.type", havingValue = "rpc")
    RpcResultBackend taskQueueResults(TaskRabbit rabbit, TaskQueueProperties properties, TimeSource time) {
        LastResort.requireNoAddress(properties.result());
        TaskQueueOptions options = new TaskQueueOptions(properties);
        return new RpcResultBackend(rabbit.connections(), new RabbitOptions(properties).broker(),
                new MemoryResultBackend(new MemoryResultBackend.Options(options.expires(), options.expiresFailed(),
                        options.maxResults()), time),
                time);
    }

    @Bean
    @Conditional(OnRabbitBroker.class)
    @ConditionalOnMissingBean(Broadcast.class)
    RabbitBroadcast taskQueueBroadcast(TaskRabbit rabbit, TaskQueueProperties properties) {
        return new RabbitBroadcast(rabbit.connections(), new RabbitOptions(properties).broker());
    }

    @Bean
    @Lazy
    @Conditional(OnRabbitBroker.class)
    @ConditionalOnMissingBean(ControlWire.class)
    @ConditionalOnBooleanProperty(name = "taskqueue.control.enabled", matchIfMissing = true)
    RabbitControlWire taskQueueControlWire(TaskRabbit rabbit, TaskQueueProperties properties) {
        return new RabbitControlWire(rabbit.connections(), new RabbitOptions(properties).broker());
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
