package io.taskqueue.autoconfigure;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.taskqueue.actuate.TaskQueueEndpoint;
import io.taskqueue.actuate.TaskQueueEndpointProperties;
import io.taskqueue.actuate.TaskQueueEndpointWebExtension;
import io.taskqueue.console.ActionView;
import io.taskqueue.console.DeadLettersView;
import io.taskqueue.console.OverviewView;
import io.taskqueue.console.ProblemView;
import io.taskqueue.console.QueuesView;
import io.taskqueue.console.ResultsView;
import io.taskqueue.console.SchedulesView;
import io.taskqueue.console.TaskConsole;
import io.taskqueue.console.WorkersView;

/** The endpoint {@code taskqueue}, where it is exposed. */
@AutoConfiguration(after = TaskQueueConsoleAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(TaskQueueEndpoint.class)
@ConditionalOnBean(TaskConsole.class)
@EnableConfigurationProperties(TaskQueueEndpointProperties.class)
@RegisterReflectionForBinding({ OverviewView.class, ResultsView.class, QueuesView.class, WorkersView.class,
        DeadLettersView.class, SchedulesView.class, ActionView.class, ProblemView.class })
public final class TaskQueueEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TaskQueueEndpoint taskQueueEndpoint(TaskConsole console, TaskQueueEndpointProperties properties) {
        return new TaskQueueEndpoint(console, properties.showValues());
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
