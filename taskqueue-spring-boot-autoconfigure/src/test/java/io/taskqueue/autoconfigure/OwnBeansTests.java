package io.taskqueue.autoconfigure;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskMessageCustomizer;
import io.taskqueue.TaskOperations;
import io.taskqueue.admission.Wishes;
import io.taskqueue.autoconfigure.TaskQueueProperties.SchemaInitialization;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.event.TaskEvents;
import io.taskqueue.execution.RunnerOptions;
import io.taskqueue.execution.TaskInterceptor;
import io.taskqueue.execution.TaskRegistry;
import io.taskqueue.execution.TaskRunner;
import io.taskqueue.memory.MemoryBroadcast;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.memory.MemoryWishes;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.MessageLimits;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskJournal;
import io.taskqueue.worker.TaskWorker;
import io.taskqueue.worker.WorkerOptions;
import io.taskqueue.worker.WorkerParts;
import io.taskqueue.worker.WorkerThreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The application's own bean always wins. */
class OwnBeansTests {

    private static final TimeSource TIME = TimeSource.system();

    @ParameterizedTest
    @MethodSource("own")
    <T> void yieldsToTheApplicationsOwn(Class<T> type, Supplier<T> bean) {
        Contexts.plain().withUserConfiguration(Shop.class).withBean("own", type, bean).run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeanNamesForType(type)).containsExactly("own");
        });
    }

    static Stream<Arguments> own() {
        return Stream.of(own(TimeSource.class, () -> TIME),
                own(MessageCodec.class, () -> new MessageCodec(MessageLimits.defaults(), Set.of("text/json"))),
                own(TaskValues.class, TaskValues::standard), own(TaskEvents.class, TaskEvents::none),
                own(TaskRegistry.class, () -> new TaskRegistry(List::of)),
                own(TaskJournal.class, () -> new TaskJournal(results())),
                own(TaskOperations.class, OwnBeansTests::operations),
                own(Broker.class, () -> new MemoryBroker(MemoryBroker.Options.DEFAULT, TIME)),
                own(Broadcast.class, MemoryBroadcast::new), own(Wishes.class, () -> new MemoryWishes(TIME)),
                own(ResultBackend.class, OwnBeansTests::results),
                own(TaskRunner.class,
                        () -> TaskRunner
                            .builder(new TaskRegistry(List::of), new TaskJournal(results()), RunnerOptions.of("own"))
                            .build()));
    }

    @Test
    void yieldsToTheApplicationsOwnWorker() {
        Contexts.plain().withUserConfiguration(Shop.class, OwnWorker.class).run((context) -> {
            assertThat(context.getBeanNamesForType(TaskWorker.class)).containsExactly("own");
            assertThat(EmbeddedDefaultTests.add(context).get(Duration.ofSeconds(20))).isEqualTo(5);
        });
    }

    @Test
    void yieldsToTheApplicationsOwnStoreBesideJpa() {
        Contexts.h2()
            .withUserConfiguration(Shop.class)
            .withBean("own", ResultBackend.class, OwnBeansTests::results)
            .run((context) -> {
                assertThat(context.getBeanNamesForType(ResultBackend.class)).containsExactly("own");
                assertThat(context).doesNotHaveBean(TaskQueueSchemaInitializer.class)
                    .doesNotHaveBean(JpaTablesCheck.class);
            });
    }

    @Test
    void yieldsToTheApplicationsOwnSchemaInitializer() {
        Contexts.h2().withUserConfiguration(Shop.class, OwnSchema.class).run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeanNamesForType(TaskQueueSchemaInitializer.class)).containsExactly("own");
        });
    }

    @Test
    void asksInterceptorsAndCustomizersInOrder() {
        Contexts.plain().withUserConfiguration(Shop.class, Hooks.class).run((context) -> {
            AsyncResult<Integer> sum = EmbeddedDefaultTests.add(context);
            assertThat(sum.get(Duration.ofSeconds(20))).isEqualTo(5);
            assertThat(context.getBean(Hooks.class).heard).containsExactly("customizer 1", "customizer 2",
                    "interceptor 1", "interceptor 2");
        });
    }

    private static <T> Arguments own(Class<T> type, Supplier<? extends T> bean) {
        return arguments(type, bean);
    }

    private static ResultBackend results() {
        return new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, TIME);
    }

    private static TaskOperations operations() {
        return (TaskOperations) Proxy.newProxyInstance(OwnBeansTests.class.getClassLoader(),
                new Class<?>[] { TaskOperations.class },
                (proxy, method, args) -> method.getName().equals("hashCode") ? 1 : null);
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnWorker {

        @Bean
        TaskWorker own(Broker broker, TaskRunner runner, TaskJournal journal, Wishes wishes, Broadcast broadcast,
                TaskEvents events, TimeSource time, TaskRegistry registry) {
            WorkerParts parts = new WorkerParts(broker, runner, journal, wishes, broadcast, events, time,
                    WorkerThreads.platform(1));
            return new TaskWorker(parts, WorkerOptions.of("own"), registry, "shop");
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSchema {

        @Bean
        TaskQueueSchemaInitializer own(DataSource dataSource) {
            return new TaskQueueSchemaInitializer(dataSource, SchemaInitialization.ALWAYS);
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Hooks {

        final List<String> heard = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        TaskMessageCustomizer secondCustomizer() {
            return customizer("customizer 2");
        }

        @Bean
        @Order(1)
        TaskMessageCustomizer firstCustomizer() {
            return customizer("customizer 1");
        }

        @Bean
        @Order(2)
        TaskInterceptor innerInterceptor() {
            return interceptor("interceptor 2");
        }

        @Bean
        @Order(1)
        TaskInterceptor outerInterceptor() {
            return interceptor("interceptor 1");
        }

        private TaskMessageCustomizer customizer(String name) {
            return (message) -> {
                this.heard.add(name);
                return message;
            };
        }

        private TaskInterceptor interceptor(String name) {
            return (invocation) -> {
                this.heard.add(name);
                return invocation.proceed();
            };
        }

    }

}
