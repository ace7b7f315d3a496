package io.taskqueue.autoconfigure;

import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.taskqueue.admission.Wishes;
import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.ControlWire;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.redis.RedisBroadcast;
import io.taskqueue.redis.RedisBroker;
import io.taskqueue.redis.RedisConnections;
import io.taskqueue.redis.RedisControlWire;
import io.taskqueue.redis.RedisResultBackend;
import io.taskqueue.redis.RedisScheduleStore;
import io.taskqueue.redis.RedisWishes;
import io.taskqueue.result.ResultBackend;

/**
 * Messages, wishes, results and schedules in Redis, for an application that gives its
 * address or asks for the Redis it has. Nothing here connects, so that it starts without
 * it too.
 */
@AutoConfiguration(after = TaskQueueJpaAutoConfiguration.class,
        afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass({ RedisConnectionFactory.class, RedisClient.class,
        LettuceClientConfigurationBuilderCustomizer.class })
@EnableConfigurationProperties(TaskQueueProperties.class)
@ImportRuntimeHints(ScriptHints.class)
public final class TaskQueueRedisAutoConfiguration {

    private static final ApplicationsOwn.Words REDIS = new ApplicationsOwn.Words("redis", "redis",
            "RedisConnectionFactory", "@TaskQueueRedis", "spring.data.redis.*");

    /** Lazy, since most who have Redis have it for something else. */
    @Bean
    @Lazy
    TaskRedis taskQueueRedis(TaskQueueProperties properties, LettuceFactories factories,
            ObjectProvider<RedisConnectionFactory> any, @TaskQueueRedis ObjectProvider<RedisConnectionFactory> marked) {
        return new TaskRedis(properties, factories, new ApplicationsOwn<>(any, marked, REDIS));
    }

    @Bean
    @Lazy
    LettuceFactories taskQueueLettuceFactories(ObjectProvider<ClientResources> resources,
            ObjectProvider<LettuceClientOptionsBuilderCustomizer> options,
            ObjectProvider<LettuceClientConfigurationBuilderCustomizer> clients, ObjectProvider<SslBundles> bundles) {
        return new LettuceFactories(resources, options, clients, bundles);
    }

    @Bean
    @Conditional(OnRedisBroker.class)
    @ConditionalOnMissingBean(Broker.class)
    RedisBroker taskQueueBroker(TaskRedis redis, TaskQueueProperties properties, MessageCodec codec, TimeSource time) {
        RedisConnections connections = redis.broker();
        return new RedisBroker(connections, new RedisOptions(properties).broker(connections), codec, time);
    }

    @Bean
    @Conditional(OnRedisBroker.class)
    @ConditionalOnMissingBean(Broadcast.class)
    RedisBroadcast taskQueueBroadcast(TaskRedis redis, TaskQueueProperties properties) {
        RedisConnections connections = redis.broker();
        return new RedisBroadcast(connections, new RedisOptions(properties).prefix(connections));
    }

    @Bean
    @Lazy
    @Conditional(OnRedisBroker.class)
    @ConditionalOnMissingBean(ControlWire.class)
    @ConditionalOnBooleanProperty(name = "taskqueue.control.enabled", matchIfMissing = true)
    RedisControlWire taskQueueControlWire(TaskRedis redis, TaskQueueProperties properties) {
        RedisConnections connections = redis.broker();
        return new RedisControlWire(connections, new RedisOptions(properties).prefix(connections));
    }

    @Bean
    @Conditional(OnRedisBroker.class)
    @ConditionalOnMissingBean(Wishes.class)
    RedisWishes taskQueueWishes(TaskRedis redis, TaskQueueProperties properties, TimeSource time) {
        RedisConnections connections = redis.broker();
        return new RedisWishes(connections, new RedisOptions(properties).prefix(connections), time);
    }

    /** RabbitMQ keeps none; where results are in Redis, that does. */
    @Bean
    @Conditional({ OnRabbitBroker.class, OnRedisResults.class })
    @ConditionalOnMissingBean(Wishes.class)
    RedisWishes taskQueueWishesBesideRabbit(TaskRedis redis, TaskQueueProperties properties, TimeSource time) {
        RedisConnections connections = redis.results();
        return new RedisWishes(connections, new RedisOptions(properties).prefix(connections), time);
    }

    @Bean
    @Conditional(OnRedisResults.class)
    @ConditionalOnMissingBean(ResultBackend.class)
    RedisResultBackend taskQueueResults(TaskRedis redis, TaskQueueProperties properties, TimeSource time) {
        RedisConnections connections = redis.results();
        return new RedisResultBackend(connections, new RedisOptions(properties).results(connections), time);
    }

    @Bean
    @Conditional(OnRedisSchedules.class)
    @ConditionalOnMissingBean(ScheduleStore.class)
    RedisScheduleStore taskQueueSchedules(TaskRedis redis, TaskQueueProperties properties) {
        RedisConnections connections = OnRedisBroker.chosen(properties.broker()) ? redis.broker() : redis.results();
        return new RedisScheduleStore(connections, new RedisOptions(properties).prefix(connections));
    }

}
