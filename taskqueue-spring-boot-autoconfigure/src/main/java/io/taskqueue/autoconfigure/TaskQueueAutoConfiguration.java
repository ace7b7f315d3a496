package io.taskqueue.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.QueueOperations;
import io.taskqueue.TaskMessageCustomizer;
import io.taskqueue.TaskOperations;
import io.taskqueue.TaskTemplate;
import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.broker.SettlesInTransaction;
import io.taskqueue.event.TaskEvents;
import io.taskqueue.execution.RegisteredTask;
import io.taskqueue.execution.TaskInterceptor;
import io.taskqueue.execution.TaskOptionsResolver;
import io.taskqueue.execution.TaskRegistry;
import io.taskqueue.execution.TaskRunner;
import io.taskqueue.execution.TaskScanner;
import io.taskqueue.execution.TaskSignatures;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskJournal;

/**
 * Tasks themselves, how they are called and how one is run: what every process has, with
 * a worker or without.
 */
@AutoConfiguration(after = TaskQueueMemoryAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@EnableConfigurationProperties(TaskQueueProperties.class)
public final class TaskQueueAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TimeSource taskQueueTime() {
        return TimeSource.system();
    }

    @Bean
    @ConditionalOnMissingBean
    MessageCodec taskMessageCodec(TaskQueueProperties properties) {
        TaskQueueOptions options = new TaskQueueOptions(properties);
        return new MessageCodec(options.limits(), options.acceptContent());
    }

    @Bean
    @ConditionalOnMissingBean
    TaskValues taskValues(ObjectProvider<JsonMapper> mapper, ObjectProvider<JacksonModule> modules,
            ObjectProvider<TaskValuesCustomizer> customizers) {
        Set<JacksonModule> all = new LinkedHashSet<>();
        mapper.ifUnique((application) -> all.addAll(application.registeredModules()));
        modules.orderedStream().forEach(all::add);
        try {
            return TaskValues.of(all, (builder) -> {
                customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
                return builder;
            });
        }
        catch (IllegalArgumentException unsafe) {
            throw new TaskQueueStartException("The JSON of task arguments and results cannot be read safely.",
                    String.valueOf(unsafe.getMessage()) + ".", unsafe);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    TaskEvents taskEvents(ApplicationEventPublisher publisher) {
        return new TaskEvents(publisher::publishEvent);
    }

    @Bean
    @ConditionalOnMissingBean
    TaskRegistry taskRegistry(ConfigurableListableBeanFactory beans, TaskQueueProperties properties,
            TaskValues values) {
        TaskQueueOptions options = new TaskQueueOptions(properties);
        TaskOptionsResolver resolver = new TaskOptionsResolver(options.defaults(), options.patterns());
        TaskScanner scanner = new TaskScanner(beans, resolver, new TaskSignatures(values));
        return new TaskRegistry(() -> scan(scanner));
    }

    private static List<RegisteredTask> scan(TaskScanner scanner) {
        try {
            return scanner.scan();
        }
        catch (IllegalArgumentException unclear) {
            throw new TaskQueueStartException("What holds for a task is not clear: " + unclear.getMessage() + ".",
                    "Correct taskqueue.tasks in the configuration, or the method's @SharedTask.", unclear);
        }
    }

    /** Now at the latest, so that a method which cannot be a task stops the start. */
    @Bean
    SmartInitializingSingleton taskRegistryFilling(TaskRegistry registry) {
        return registry::fill;
    }

    @Bean
    TransactionalTasksCheck taskQueueTransactionalTasksCheck(TaskRegistry registry, ResultBackend results,
            ObjectProvider<SettlesInTransaction> transactions) {
        return new TransactionalTasksCheck(registry, results, transactions);
    }

    @Bean
    @ConditionalOnMissingBean
    TaskJournal taskJournal(ResultBackend results) {
        return new TaskJournal(results);
    }

    @Bean
    @ConditionalOnMissingBean
    QueueOperations taskQueueOperations(Wishes wishes, Broadcast broadcast) {
        return new QueueOperations(wishes, broadcast);
    }

    @Bean
    @ConditionalOnMissingBean(TaskOperations.class)
    TaskTemplate taskTemplate(Broker broker, TaskJournal journal, TaskRegistry registry, Wishes wishes,
            Broadcast broadcast, MessageCodec codec, TaskValues values, TaskEvents events, TimeSource time,
            TaskQueueProperties properties, ObjectProvider<TaskMessageCustomizer> customizers) {
        return TaskTemplate.builder(broker, journal, registry, wishes, broadcast)
            .encoding(codec, values)
            .events(events)
            .time(time)
            .options(new TaskQueueOptions(properties).sending())
            .customizers(customizers.orderedStream().toList())
            .build();
    }

    @Bean
    @ConditionalOnMissingBean
    NodeName taskQueueNodeName(TaskQueueProperties properties, Environment environment) {
        String said = properties.worker().name();
        return (said != null) ? new NodeName(said) : NodeName.of(environment);
    }

    @Bean
    @ConditionalOnMissingBean
    TaskRunner taskRunner(TaskRegistry registry, TaskJournal journal, MessageCodec codec, TaskValues values,
            TaskEvents events, TimeSource time, Broker broker, TaskQueueProperties properties, NodeName node,
            ObjectProvider<TaskInterceptor> interceptors, ObjectProvider<SettlesInTransaction> transactions) {
        return TaskRunner.builder(registry, journal, new TaskQueueOptions(properties).running(node.value()))
            .encoding(codec, values)
            .interceptors(interceptors.orderedStream().toList())
            .events(events)
            .time(time)
            .transactions(transactions.getIfAvailable())
            .home(broker.capability(ProcessLocal.class).map(ProcessLocal::home).orElse(null))
            .build();
    }

}
