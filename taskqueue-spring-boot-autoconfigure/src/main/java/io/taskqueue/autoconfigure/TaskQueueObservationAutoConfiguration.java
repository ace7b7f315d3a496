package io.taskqueue.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.taskqueue.TaskCatalog;
import io.taskqueue.broker.Broker;
import io.taskqueue.observation.ObservationMessageCustomizer;
import io.taskqueue.observation.ObservationTaskInterceptor;
import io.taskqueue.observation.TaskProcessConvention;
import io.taskqueue.observation.TaskSendConvention;

/**
 * Observations of sending and running, and the trace in between, where the application
 * observes anything.
 */
@AutoConfiguration(after = TaskQueueAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ObservationRegistry.class, Broker.class, TaskCatalog.class })
public final class TaskQueueObservationAutoConfiguration {

    /**
     * Last, even behind customizers without an order, which an application registers
     * before us.
     */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    @ConditionalOnMissingBean
    ObservationMessageCustomizer taskQueueSendObservation(ObservationRegistry observations,
            ObjectProvider<TaskSendConvention> convention, Broker broker, TaskCatalog catalog) {
        return new ObservationMessageCustomizer(observations, convention.getIfAvailable(), kind(broker), catalog);
    }

    /** Around the application's own interceptors, unless one of them insists. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1_000)
    @ConditionalOnMissingBean
    ObservationTaskInterceptor taskQueueProcessObservation(ObservationRegistry observations,
            ObjectProvider<TaskProcessConvention> convention, Broker broker, TaskCatalog catalog) {
        return new ObservationTaskInterceptor(observations, convention.getIfAvailable(), kind(broker), catalog);
    }

    /**
     * The first word of what a broker calls itself; the rest is its place, which may
     * change from day to day.
     */
    private static String kind(Broker broker) {
        return broker.description().split(" ", 2)[0];
    }

}
