package io.taskqueue.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.taskqueue.TaskCatalog;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Outbox;
import io.taskqueue.message.TimeSource;
import io.taskqueue.observation.OutboxMeters;
import io.taskqueue.observation.QueueMeters;
import io.taskqueue.observation.SlotMeters;
import io.taskqueue.observation.TaskMeters;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.worker.TaskWorker;

/**
 * Meters of tasks, and of the queues and slots of a worker, where the application
 * measures anything.
 */
@AutoConfiguration(after = TaskQueueWorkerAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean({ MeterRegistry.class, TaskCatalog.class, TaskJournal.class })
public final class TaskQueueMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TaskMeters taskQueueTaskMeters(TaskCatalog catalog, TaskJournal journal) {
        return new TaskMeters(catalog, journal);
    }

    @Bean
    @ConditionalOnBooleanProperty("taskqueue.outbox.enabled")
    MeterBinder taskQueueOutboxMeters(Broker broker) {
        return broker.capability(Outbox.class).<MeterBinder>map(OutboxMeters::new).orElse((registry) -> {
        });
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(TaskWorker.class)
    static class WorkerConfiguration {

        @Bean
        @ConditionalOnMissingBean
        QueueMeters taskQueueQueueMeters(Broker broker, ObjectProvider<TaskWorker> worker, TimeSource time) {
            return new QueueMeters(broker, () -> worker.getObject().status().queues(), time);
        }

        @Bean
        @ConditionalOnMissingBean
        SlotMeters taskQueueSlotMeters(ObjectProvider<TaskWorker> worker) {
            return new SlotMeters(() -> worker.getObject().status().concurrency(),
                    () -> worker.getObject().status().running().size());
        }

    }

}
