package io.taskqueue.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.taskqueue.QueueOperations;
import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskTemplate;
import io.taskqueue.actuate.SanitizedValues;
import io.taskqueue.beat.ScheduleOperations;
import io.taskqueue.broker.Broker;
import io.taskqueue.console.Masking;
import io.taskqueue.console.TaskConsole;
import io.taskqueue.control.RemoteControl;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.TaskWorker;

/** What operators see and do, for whatever shows it to them. */
@AutoConfiguration(after = { TaskQueueControlAutoConfiguration.class, TaskQueueBeatAutoConfiguration.class })
@ConditionalOnBean({ TaskTemplate.class, Broker.class, ResultBackend.class, TaskCatalog.class })
public final class TaskQueueConsoleAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TaskConsole taskQueueConsole(TaskTemplate tasks, QueueOperations queues, Broker broker, ResultBackend results,
            TaskCatalog catalog, ObjectProvider<TaskWorker> workers, ObjectProvider<RemoteControl> controls,
            ObjectProvider<ScheduleOperations> schedules, ObjectProvider<Masking> masking) {
        return TaskConsole.builder(tasks, queues, broker, results, catalog)
            .workers(() -> workers.stream().map(TaskWorker::status).toList())
            .stacks((id) -> workers.stream().flatMap((worker) -> worker.stack(id).stream()).toList())
            .neighbours(() -> controls.stream().flatMap((control) -> control.neighbours().stream()).toList())
            .schedules(schedules.getIfAvailable())
            .masking(masking.getIfAvailable(Masking::none))
            .build();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SanitizingFunction.class)
    static class SanitizingConfiguration {

        @Bean
        @ConditionalOnMissingBean(Masking.class)
        SanitizedValues taskQueueMasking(ObjectProvider<SanitizingFunction> functions) {
            return new SanitizedValues(functions.orderedStream().toList());
        }

    }

}
