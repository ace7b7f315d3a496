package io.taskqueue.autoconfigure;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskTemplate;
import io.taskqueue.actuate.ActionView;
import io.taskqueue.actuate.DeadLettersView;
import io.taskqueue.actuate.OverviewView;
import io.taskqueue.actuate.ProblemView;
import io.taskqueue.actuate.QueuesView;
import io.taskqueue.actuate.ResultsView;
import io.taskqueue.actuate.TaskQueueEndpoint;
import io.taskqueue.actuate.TaskQueueEndpointProperties;
import io.taskqueue.actuate.TaskQueueEndpointWebExtension;
import io.taskqueue.actuate.WorkersView;
import io.taskqueue.broker.Broker;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.TaskWorker;

/** The endpoint {@code taskqueue}, where it is exposed. */
@AutoConfiguration(after = TaskQueueWorkerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(TaskQueueEndpoint.class)
@ConditionalOnBean({ TaskTemplate.class, Broker.class, ResultBackend.class, TaskCatalog.class })
@EnableConfigurationProperties(TaskQueueEndpointProperties.class)
@RegisterReflectionForBinding({ OverviewView.class, ResultsView.class, QueuesView.class, WorkersView.class,
        DeadLettersView.class, ActionView.class, ProblemView.class })
public final class TaskQueueEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TaskQueueEndpoint taskQueueEndpoint(TaskTemplate tasks, Broker broker, ResultBackend results, TaskCatalog catalog,
            ObjectProvider<TaskWorker> workers, ObjectProvider<SanitizingFunction> sanitizing,
            TaskQueueEndpointProperties properties) {
        return TaskQueueEndpoint.builder(tasks, broker, results, catalog)
            .workers(() -> workers.stream().map(TaskWorker::status).toList())
            .values(properties.showValues(), sanitizing.orderedStream().toList())
            .build();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(TaskQueueEndpoint.class)
    @ConditionalOnAvailableEndpoint(endpoint = TaskQueueEndpoint.class, exposure = EndpointExposure.WEB)
    TaskQueueEndpointWebExtension taskQueueEndpointWebExtension(TaskQueueEndpoint endpoint,
            TaskQueueEndpointProperties properties) {
        return new TaskQueueEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
    }

}
