package io.taskqueue.autoconfigure;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.persistence.autoconfigure.EntityScanPackages;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.jpa.JpaScheduleStore;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;

/**
 * Results and schedules in the application's own database, if it has JPA and does not ask
 * for another store.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
        "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration" })
@ConditionalOnClass({ EntityManagerFactory.class, EntityScanPackages.class, TransactionAwareDataSourceProxy.class,
        DataSourceScriptDatabaseInitializer.class })
@Conditional(OnJpaResults.class)
@ConditionalOnBean(EntityManagerFactory.class)
@ConditionalOnMissingBean(ResultBackend.class)
@EnableConfigurationProperties(TaskQueueProperties.class)
public final class TaskQueueJpaAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnChosenDataSource.class)
    @Import(EntityPackageRegistrar.class)
    @ImportRuntimeHints(SchemaHints.class)
    static class StoreConfiguration {

        @Bean
        @ConditionalOnMissingBean(ResultBackend.class)
        @DependsOnDatabaseInitialization
        JpaResultBackend taskQueueResults(ObjectProvider<DataSource> any,
                @TaskQueueDataSource ObjectProvider<DataSource> own, TaskQueueProperties properties, TimeSource time) {
            LastResort.requireNone(Address.of("taskqueue.result.url", properties.result().url()),
                    TaskQueueProperties.ResultType.JPA);
            TaskQueueOptions options = new TaskQueueOptions(properties);
            return new JpaResultBackend(ChosenDataSource.among(any, own),
                    JpaResultBackend.Options.defaults().expires(options.expires(), options.expiresFailed()), time);
        }

        @Bean
        @ConditionalOnBean(JpaResultBackend.class)
        @ConditionalOnMissingBean(ScheduleStore.class)
        @DependsOnDatabaseInitialization
        JpaScheduleStore taskQueueSchedules(ObjectProvider<DataSource> any,
                @TaskQueueDataSource ObjectProvider<DataSource> own, TimeSource time) {
            return new JpaScheduleStore(ChosenDataSource.among(any, own), null, time);
        }

        @Bean
        @ConditionalOnBean(JpaResultBackend.class)
        JpaTablesCheck taskQueueTablesCheck(ObjectProvider<DataSource> any,
                @TaskQueueDataSource ObjectProvider<DataSource> own, ObjectProvider<EntityManagerFactory> units) {
            return new JpaTablesCheck(ChosenDataSource.among(any, own), units);
        }

        @Configuration(proxyBeanMethods = false)
        @Conditional(OnSchemaInitialization.class)
        @Import(DatabaseInitializationDependencyConfigurer.class)
        static class SchemaConfiguration {

            @Bean
            @ConditionalOnMissingBean
            TaskQueueSchemaInitializer taskQueueSchemaInitializer(ObjectProvider<DataSource> any,
                    @TaskQueueDataSource ObjectProvider<DataSource> own, TaskQueueProperties properties) {
                return new TaskQueueSchemaInitializer(ChosenDataSource.among(any, own),
                        properties.schema().initialize(), "jpa");
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnUndecidedDataSource.class)
    static class UndecidedConfiguration {

        @Bean
        UndecidedDataSource taskQueueUndecidedDataSource() {
            return new UndecidedDataSource();
        }

    }

}
