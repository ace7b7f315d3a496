package io.taskqueue.autoconfigure;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import io.taskqueue.TaskDefinition;
import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.ProcessLocal;
import io.taskqueue.event.TaskEvents;
import io.taskqueue.execution.TaskRegistry;
import io.taskqueue.execution.TaskRunner;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.worker.TaskWorker;
import io.taskqueue.worker.WorkerOptions;
import io.taskqueue.worker.WorkerParts;
import io.taskqueue.worker.WorkerThreads;

/**
 * Running tasks: a worker in this process, unless {@code taskqueue.worker.enabled=false}.
 */
@AutoConfiguration(after = TaskQueueAutoConfiguration.class)
@EnableConfigurationProperties(TaskQueueProperties.class)
public final class TaskQueueWorkerAutoConfiguration {

    /**
     * Lazy, since it wants to know the queues of all tasks; the context creates it last
     * and starts it.
     */
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty(name = "taskqueue.worker.enabled", matchIfMissing = true)
    TaskWorker taskWorker(Broker broker, TaskRunner runner, TaskJournal journal, Wishes wishes, Broadcast broadcast,
            TaskEvents events, TimeSource time, TaskRegistry registry, TaskQueueProperties properties, NodeName node,
            Environment environment) {
        WorkerOptions options = new TaskQueueOptions(properties).working(node.value(), registry);
        if (broker.capability(ProcessLocal.class).isPresent()) {
            requireTaken(registry, options.queues());
        }
        WorkerParts parts = new WorkerParts(broker, runner, journal, wishes, broadcast, events, time,
                threads(environment, options.concurrency()));
        return new TaskWorker(parts, options, registry, NodeName.application(environment));
    }

    @Bean
    @ConditionalOnMissingBean(TaskWorker.class)
    ProducerOnly taskQueueProducerOnly(Broker broker, TaskJournal journal) {
        return new ProducerOnly(broker, journal);
    }

    private static void requireTaken(TaskRegistry registry, List<String> queues) {
        for (TaskDefinition task : registry.all()) {
            String queue = task.options().queue();
            if (!queues.contains(queue)) {
                throw new TaskQueueStartException(
                        "Task " + task.name() + " goes to queue " + queue + ", from which the worker of this process"
                                + " does not take, and with the memory broker there is no other.",
                        "Add " + queue + " to taskqueue.worker.queues, or remove that property: unset, the worker takes"
                                + " from the queues of all tasks.");
            }
        }
    }

    /**
     * Threads of the worker's own, never beans: an executor bean of ours would make the
     * application's back off.
     */
    private static Supplier<ExecutorService> threads(Environment environment, int concurrency) {
        if (!Threading.VIRTUAL.isActive(environment)) {
            return WorkerThreads.platform(concurrency);
        }
        return () -> new ThreadPoolExecutor(0, Integer.MAX_VALUE, 0, TimeUnit.SECONDS, new SynchronousQueue<>(),
                new VirtualThreadTaskExecutor("taskqueue-").getVirtualThreadFactory());
    }

}
