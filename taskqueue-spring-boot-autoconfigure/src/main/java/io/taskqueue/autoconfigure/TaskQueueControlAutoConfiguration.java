package io.taskqueue.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskTemplate;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.ControlWire;
import io.taskqueue.control.ControlOptions;
import io.taskqueue.control.RemoteControl;
import io.taskqueue.control.Subject;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.TaskWorker;

/**
 * Celery's own tools, for a worker whose broker they can reach, unless
 * {@code taskqueue.control.enabled=false}.
 */
@AutoConfiguration(after = TaskQueueWorkerAutoConfiguration.class)
@ConditionalOnBean({ TaskWorker.class, ControlWire.class })
@EnableConfigurationProperties(TaskQueueProperties.class)
public final class TaskQueueControlAutoConfiguration {

    /** Lazy, as the worker is; the context creates and starts both. */
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    RemoteControl taskQueueRemoteControl(TaskWorker worker, TaskCatalog catalog, Broker broker, ResultBackend results,
            ControlWire wire, Broadcast broadcast, TaskTemplate tasks, TaskQueueProperties properties, TimeSource time,
            ConfigurableApplicationContext context) {
        return new RemoteControl(Subject.of(worker, catalog, broker.description(), results.description(), time), wire,
                broadcast, options(properties.control()), tasks::revoke, () -> end(context));
    }

    private static ControlOptions options(TaskQueueProperties.Control properties) {
        try {
            return new ControlOptions(properties.allow(), properties.events());
        }
        catch (IllegalArgumentException unknown) {
            throw new TaskQueueStartException(unknown.getMessage() + ".", "Mend taskqueue.control.allow, or remove it.",
                    unknown);
        }
    }

    /** On a thread of its own, since the one that asks is waited for. */
    private static void end(ConfigurableApplicationContext context) {
        new Thread(context::close, "taskqueue-shutdown").start();
    }

}
