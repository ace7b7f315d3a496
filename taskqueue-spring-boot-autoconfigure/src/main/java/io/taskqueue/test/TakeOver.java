package io.taskqueue.test;

import java.util.Set;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;

import io.taskqueue.admission.Wishes;
import io.taskqueue.beat.Beat;
import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.control.RemoteControl;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.TaskWorker;

/**
 * Makes room for the test kit in an application that declares such beans itself. Its
 * brokers and stores stay, for whoever asks for them by their own types, but taskqueue
 * uses the kit's; its workers go.
 */
final class TakeOver implements BeanFactoryPostProcessor {

    /** It would refuse to start, since nobody but the test runs what waits in memory. */
    private static final String PRODUCER_ONLY = "taskQueueProducerOnly";

    private static final Set<Class<?>> PARTS = Set.of(Broker.class, ResultBackend.class, Broadcast.class, Wishes.class,
            ScheduleStore.class, TimeSource.class);

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
        if (beans.containsBeanDefinition(PRODUCER_ONLY)) {
            registry.removeBeanDefinition(PRODUCER_ONLY);
        }
        for (String worker : beans.getBeanNamesForType(TaskWorker.class, true, false)) {
            registry.removeBeanDefinition(worker);
        }
        for (String control : beans.getBeanNamesForType(RemoteControl.class, true, false)) {
            registry.removeBeanDefinition(control);
        }
        for (String beat : beans.getBeanNamesForType(Beat.class, true, false)) {
            registry.removeBeanDefinition(beat);
        }
        PARTS.forEach((part) -> preferOurs(beans, part));
    }

    private static void preferOurs(ConfigurableListableBeanFactory beans, Class<?> part) {
        for (String name : beans.getBeanNamesForType(part, true, false)) {
            if (beans.containsBeanDefinition(name)) {
                beans.getBeanDefinition(name).setPrimary(name.startsWith(TaskQueueTestAutoConfiguration.PREFIX));
            }
        }
    }

}
