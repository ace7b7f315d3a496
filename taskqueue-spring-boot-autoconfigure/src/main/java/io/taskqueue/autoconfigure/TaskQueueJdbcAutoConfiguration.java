package io.taskqueue.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.jdbc.JdbcBroadcast;
import io.taskqueue.jdbc.JdbcBroker;
import io.taskqueue.jdbc.JdbcConnections;
import io.taskqueue.jdbc.JdbcWishes;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;

/** Messages and wishes in the application's own database, if it asks for that. */
@AutoConfiguration(after = TaskQueueJpaAutoConfiguration.class,
        afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ TransactionAwareDataSourceProxy.class, DataSourceScriptDatabaseInitializer.class })
@Conditional({ OnJdbcBroker.class, OnChosenDataSource.class })
@ConditionalOnMissingBean(Broker.class)
@EnableConfigurationProperties(TaskQueueProperties.class)
@ImportRuntimeHints(SchemaHints.class)
public final class TaskQueueJdbcAutoConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    JdbcConnections taskQueueJdbc(ObjectProvider<DataSource> any,
            @TaskQueueDataSource ObjectProvider<DataSource> marked, TimeSource time) {
        return new JdbcConnections(ChosenDataSource.among(any, marked), null, time);
    }

    @Bean
    @ConditionalOnMissingBean(Broker.class)
    JdbcBroker taskQueueBroker(JdbcConnections connections, TaskQueueProperties properties, MessageCodec codec,
            TimeSource time) {
        LastResort.requireNone(Address.of("taskqueue.broker.url", properties.broker().url()),
                TaskQueueProperties.BrokerType.JDBC);
        TaskQueueOptions options = new TaskQueueOptions(properties);
        return new JdbcBroker(connections,
                new JdbcBroker.Options(options.lease(),
                        TaskQueueOptions.positive("jdbc.max-dead-letters", properties.jdbc().maxDeadLetters())),
                codec, time);
    }

    @Bean
    @ConditionalOnMissingBean(Broadcast.class)
    JdbcBroadcast taskQueueBroadcast(JdbcConnections connections) {
        return new JdbcBroadcast(connections);
    }

    @Bean
    @ConditionalOnMissingBean(Wishes.class)
    JdbcWishes taskQueueWishes(JdbcConnections connections) {
        return new JdbcWishes(connections);
    }

    @Bean
    @ConditionalOnBean(JdbcBroker.class)
    JdbcTablesCheck taskQueueBrokerTablesCheck(ObjectProvider<DataSource> any,
            @TaskQueueDataSource ObjectProvider<DataSource> marked) {
        return new JdbcTablesCheck(ChosenDataSource.among(any, marked));
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnSchemaInitialization.class)
    @Import(DatabaseInitializationDependencyConfigurer.class)
    static class SchemaConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "taskQueueBrokerSchemaInitializer")
        TaskQueueSchemaInitializer taskQueueBrokerSchemaInitializer(ObjectProvider<DataSource> any,
                @TaskQueueDataSource ObjectProvider<DataSource> marked, TaskQueueProperties properties) {
            return new TaskQueueSchemaInitializer(ChosenDataSource.among(any, marked), properties.schema().initialize(),
                    "jdbc");
        }

    }

}
