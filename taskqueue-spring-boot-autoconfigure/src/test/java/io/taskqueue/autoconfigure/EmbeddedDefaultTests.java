package io.taskqueue.autoconfigure;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import io.taskqueue.AsyncResult;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskOperations;
import io.taskqueue.TaskTemplate;
import io.taskqueue.broker.Broker;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.execution.TaskRegistry;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.result.DiscardingResultBackend;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskSearch;
import io.taskqueue.worker.TaskWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class EmbeddedDefaultTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    @Tag("smoke")
    void runsATaskAndReadsItsResult() {
        Contexts.plain()
            .withUserConfiguration(Shop.class)
            .run((context) -> assertThat(add(context).get(LIMIT)).isEqualTo(5));
    }

    @Test
    void needsNothingButTheStarter() {
        FilteredClassLoader bare = new FilteredClassLoader("jakarta.persistence", "javax.sql", "org.hibernate",
                "org.springframework.jdbc", "org.springframework.orm", "org.springframework.transaction",
                "org.springframework.web", "org.springframework.boot.actuate", "org.springframework.boot.health",
                "org.springframework.boot.jdbc", "org.springframework.boot.sql", "org.springframework.boot.persistence",
                "org.springframework.boot.data", "org.springframework.data", "io.lettuce", "io.micrometer",
                "jakarta.servlet");
        Contexts.plain()
            .withClassLoader(bare)
            .withUserConfiguration(Shop.class)
            .run((context) -> assertThat(add(context).get(LIMIT)).isEqualTo(5));
    }

    @Test
    void worksInAWebApplication() {
        Contexts.web()
            .withUserConfiguration(Shop.class)
            .run((context) -> assertThat(add(context).get(LIMIT)).isEqualTo(5));
    }

    @Test
    void offersItsBeansByTheirTypes() {
        Contexts.plain().withUserConfiguration(Shop.class).run((context) -> {
            assertThat(context).hasSingleBean(TaskOperations.class)
                .getBean("taskTemplate")
                .isInstanceOf(TaskTemplate.class);
            assertThat(context).getBean(Broker.class).isInstanceOf(MemoryBroker.class);
            assertThat(context).getBean(ResultBackend.class).isInstanceOf(MemoryResultBackend.class);
            assertThat(context).hasSingleBean(TaskSearch.class).hasSingleBean(TaskRegistry.class);
            assertThat(context.getBean(TaskWorker.class).isRunning()).isTrue();
        });
    }

    @Test
    void keepsNoResultsWhereNoneAreWanted() {
        Contexts.plain()
            .withPropertyValues("taskqueue.result.type=none")
            .withUserConfiguration(Shop.class)
            .run((context) -> {
                assertThat(context).getBean(ResultBackend.class).isInstanceOf(DiscardingResultBackend.class);
                assertThat(context).doesNotHaveBean(TaskSearch.class);
            });
    }

    @Test
    void tellsApplicationListenersWhatHappened() {
        Contexts.plain().withUserConfiguration(Shop.class, Listening.class).run((context) -> {
            AsyncResult<Integer> sum = add(context);
            Listening heard = context.getBean(Listening.class);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(heard.succeeded).isEqualTo(sum.id()));
        });
    }

    @Test
    void takesFromTheQueuesItsTasksName() {
        Contexts.plain()
            .withPropertyValues("taskqueue.default-queue=celery", "taskqueue.tasks[shop.thread].queue=slow")
            .withUserConfiguration(Shop.class, Mail.class)
            .run((context) -> {
                assertThat(context.getBean(TaskWorker.class).status().queues()).containsExactlyInAnyOrder("celery",
                        "slow", "mail");
                assertThat(context.getBean(TaskTemplate.class).delay(Mail.Tasks::send).get(LIMIT)).isEqualTo("sent");
            });
    }

    @Test
    void namesItsNodeAfterApplicationHostAndProcess() {
        Contexts.plain().withUserConfiguration(Shop.class).run((one) -> {
            String name = one.getBean(TaskWorker.class).status().name();
            assertThat(name).matches("shop@.+-" + ProcessHandle.current().pid() + "-[0-9a-f]{4}");
            Contexts.plain()
                .withPropertyValues("taskqueue.worker.name=shop-1")
                .run((other) -> assertThat(other.getBean(TaskWorker.class).status().name()).isEqualTo("shop-1"));
        });
    }

    static AsyncResult<Integer> add(ApplicationContext context) {
        return context.getBean(TaskTemplate.class).delay(Shop.Tasks::add, 2, 3);
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {

        volatile String succeeded = "";

        @EventListener
        void on(TaskEvent.TaskSucceeded event) {
            this.succeeded = event.id();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Mail {

        @Bean
        Tasks mail() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask(queue = "mail")
            String send() {
                return "sent";
            }

        }

    }

}
