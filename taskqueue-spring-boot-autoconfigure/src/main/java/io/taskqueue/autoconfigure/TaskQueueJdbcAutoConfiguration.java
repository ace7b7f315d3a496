package io.taskqueue.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
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
import org.springframework.transaction.PlatformTransactionManager;

import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.SettlesInTransaction;
import io.taskqueue.jdbc.JdbcBroadcast;
import io.taskqueue.jdbc.JdbcBroker;
import io.taskqueue.jdbc.JdbcConnections;
import io.taskqueue.jdbc.JdbcTransactions;
import io.taskqueue.jdbc.JdbcWishes;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;

/**
 * Messages and wishes in the application's own database, or an outbox there in front of
 * another broker, if it asks for that.
 */
@AutoConfiguration(after = TaskQueueJpaAutoConfiguration.class,
        afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
                "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration" })
@ConditionalOnClass({ TransactionAwareDataSourceProxy.class, DataSourceScriptDatabaseInitializer.class })
@Conditional({ OnJdbcTables.class, OnChosenDataSource.class })
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
    @Conditional(OnJdbcBroker.class)
    @ConditionalOnMissingBean(Broker.class)
    JdbcBroker taskQueueBroker(JdbcConnections connections, TaskQueueProperties properties, MessageCodec codec,
            TimeSource time) {
        LastResort.requireNone(Address.of("taskqueue.broker.url", properties.broker().url()),
                TaskQueueProperties.BrokerType.JDBC);
        return new JdbcBroker(connections, options(properties), codec, time);
    }

    private static JdbcBroker.Options options(TaskQueueProperties properties) {
        return new JdbcBroker.Options(new TaskQueueOptions(properties).lease(),
                TaskQueueOptions.positive("jdbc.max-dead-letters", properties.jdbc().maxDeadLetters()));
    }

    @Bean
    @Conditional(OnJdbcBroker.class)
    @ConditionalOnMissingBean(Broadcast.class)
    JdbcBroadcast taskQueueBroadcast(JdbcConnections connections) {
        return new JdbcBroadcast(connections);
    }

    @Bean
    @Conditional(OnJdbcBroker.class)
    @ConditionalOnMissingBean(Wishes.class)
    JdbcWishes taskQueueWishes(JdbcConnections connections) {
        return new JdbcWishes(connections);
    }

    @Bean
    @Conditional(OnJdbcBroker.class)
    @ConditionalOnBean(JdbcBroker.class)
    @ConditionalOnSingleCandidate(PlatformTransactionManager.class)
    @ConditionalOnMissingBean(SettlesInTransaction.class)
    JdbcTransactions taskQueueTransactions(JdbcBroker broker, PlatformTransactionManager manager) {
        return new JdbcTransactions(broker, manager);
    }

    @Bean
    JdbcTablesCheck taskQueueBrokerTablesCheck(ObjectProvider<DataSource> any,
            @TaskQueueDataSource ObjectProvider<DataSource> marked) {
        return new JdbcTablesCheck(ChosenDataSource.among(any, marked));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("taskqueue.outbox.enabled")
    static class OutboxConfiguration {

        /** Asks for what it needs when there is a broker, not before. */
        @Bean
        static OutboxInFront taskQueueOutbox(ObjectProvider<JdbcConnections> connections,
                ObjectProvider<TaskQueueProperties> properties, ObjectProvider<MessageCodec> codec,
                ObjectProvider<TimeSource> time) {
            return new OutboxInFront(() -> new JdbcBroker(connections.getObject(), options(properties.getObject()),
                    codec.getObject(), time.getObject()));
        }

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
