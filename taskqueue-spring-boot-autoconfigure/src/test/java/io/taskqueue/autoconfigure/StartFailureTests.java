package io.taskqueue.autoconfigure;

import java.io.InputStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import io.taskqueue.SharedTask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What cannot work stops the start, and the console says what is wrong and what to write
 * instead.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

    @ParameterizedTest
    @MethodSource("tasks")
    void namesMethodAndCureOfImpossibleTasks(Class<?> application, String[] words, CapturedOutput output) {
        fails(application);
        assertThat(output).contains("APPLICATION FAILED TO START").contains(words);
    }

    static Stream<Arguments> tasks() {
        return Stream.of(
                arguments(PrivateMethod.class,
                        new String[] { "PrivateMethod$Tasks.hidden", "it is private",
                                "Make it package-private or public." }),
                arguments(TwoOfOneName.class,
                        new String[] { "TwoOfOneName$Tasks.", "its name shop.twice is taken by",
                                "Give one of them another name" }),
                arguments(NeverRetried.class,
                        new String[] { "NeverRetried$Tasks.send", "it says how it is retried and never when",
                                "Name the exceptions with retryFor", "taskqueue.retry.automatic=true" }),
                arguments(Unreadable.class,
                        new String[] { "Unreadable$Tasks.upload", "java.io.InputStream", "cannot be read from JSON",
                                "Take an id, a record or another plain value" }),
                arguments(ContradictingWaits.class,
                        new String[] { "ContradictingWaits$Tasks.send",
                                "retryDelay and retryBackoff contradict each other" }),
                arguments(UnknownPlaceholder.class,
                        new String[] { "Could not resolve placeholder 'nowhere'", "or the method's @SharedTask" }));
    }

    @ParameterizedTest
    @MethodSource("properties")
    void namesPropertyAndCureOfImpossibleConfiguration(String property, String[] words, CapturedOutput output) {
        fails(Shop.class, property.split(" "));
        assertThat(output).contains("APPLICATION FAILED TO START").contains(words);
    }

    static Stream<Arguments> properties() {
        return Stream.of(
                arguments("taskqueue.broker.type=kafka",
                        new String[] { "taskqueue.broker.type", "\"kafka\"", "The following values are valid", "MEMORY",
                                "REDIS", "RABBIT", "JDBC" }),
                arguments("taskqueue.broker.type=jdbc",
                        new String[] { "taskqueue.broker.type is jdbc, and this application has no DataSource",
                                "spring-boot-starter-jdbc", "@TaskQueueDataSource" }),
                arguments("taskqueue.broker.type=redis",
                        new String[] { "this application has no RedisConnectionFactory",
                                "taskqueue.broker.url=redis://", "spring.data.redis.*" }),
                arguments("taskqueue.broker.url=kafka://localhost",
                        new String[] {
                                "taskqueue.broker.url is kafka://localhost, and taskqueue does not know this scheme",
                                "begin it with redis://, or with rediss:// for TLS" }),
                arguments("taskqueue.result.type=mongo",
                        new String[] { "taskqueue.result.type", "\"mongo\"", "The following values are valid", "MEMORY",
                                "JPA", "REDIS", "NONE" }),
                arguments("taskqueue.result.url=redis://localhost taskqueue.result.type=none",
                        new String[] { "taskqueue.result.url is redis://localhost, and taskqueue.result.type is none",
                                "Remove one of the two" }),
                arguments("taskqueue.result.type=jpa",
                        new String[] { "has no EntityManagerFactory", "spring-boot-starter-data-jpa",
                                "@TaskQueueDataSource", "taskqueue.result.type=memory" }),
                arguments("taskqueue.worker.enabled=false",
                        new String[] { "nobody would ever run a task", "Remove taskqueue.worker.enabled=false" }),
                arguments("taskqueue.worker.queues=mail",
                        new String[] { "goes to queue taskqueue", "Add taskqueue to taskqueue.worker.queues" }),
                arguments("taskqueue.worker.queues=",
                        new String[] { "'taskqueue.worker.queues'", "at least one queue" }),
                arguments("taskqueue.worker.concurrency=0",
                        new String[] { "'taskqueue.worker.concurrency'", "It must be at least 1" }),
                arguments("taskqueue.lease=500ms", new String[] { "'taskqueue.lease'", "It must be at least 1s" }),
                arguments("taskqueue.result.expires=0s",
                        new String[] { "'taskqueue.result.expires'", "It must be longer than 0" }),
                arguments("taskqueue.message.max-size=0B",
                        new String[] { "'taskqueue.message.max-size'", "It must be at least one byte" }),
                arguments("taskqueue.time-limit=10s taskqueue.soft-time-limit=10s",
                        new String[] { "taskqueue.soft-time-limit", "shorter than taskqueue.time-limit" }),
                arguments("taskqueue.tasks[shop.a*].queue=a taskqueue.tasks[shop.*d].queue=d",
                        new String[] { "taskqueue.tasks[shop.*d] and taskqueue.tasks[shop.a*] both fit task shop.add",
                                "make one of them longer" }),
                arguments("taskqueue.tasks[shop.*].priority=11",
                        new String[] { "Shop$Tasks.", "its priority is 11", "A priority is 0 to 9" }));
    }

    @Test
    @Tag("S04")
    void refusesDefaultTyping(CapturedOutput output) {
        fails(DefaultTypingOn.class);
        assertThat(output).contains("APPLICATION FAILED TO START", "cannot be read safely",
                "default typing switched on", "Remove activateDefaultTyping");
    }

    private static void fails(Class<?> application, String... properties) {
        SpringApplicationBuilder start = new SpringApplicationBuilder(application, Ours.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties(properties);
        assertThat(catchThrowable(() -> start.run().close())).isNotNull();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ PropertyPlaceholderAutoConfiguration.class, TaskQueueAutoConfiguration.class,
            TaskQueueJpaAutoConfiguration.class, TaskQueueMemoryAutoConfiguration.class,
            TaskQueueRedisAutoConfiguration.class, TaskQueueWorkerAutoConfiguration.class })
    static class Ours {

    }

    @Configuration(proxyBeanMethods = false)
    static class PrivateMethod {

        @Bean
        Tasks tasks() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask
            private void hidden() {
                throw new IllegalStateException("never run");
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class TwoOfOneName {

        @Bean
        Tasks tasks() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask("shop.twice")
            void one() {
                throw new IllegalStateException("never run");
            }

            @SharedTask("shop.twice")
            void other() {
                throw new IllegalStateException("never run");
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class NeverRetried {

        @Bean
        Tasks tasks() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask(maxRetries = 5)
            void send() {
                throw new IllegalStateException("never run");
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Unreadable {

        @Bean
        Tasks tasks() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask
            void upload(InputStream file) {
                throw new IllegalStateException("never run " + file);
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class ContradictingWaits {

        @Bean
        Tasks tasks() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask(retryFor = IllegalStateException.class, retryDelay = "1s", retryBackoff = "1s")
            void send() {
                throw new IllegalStateException("never run");
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class UnknownPlaceholder {

        @Bean
        Tasks tasks() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask(queue = "${nowhere}")
            void send() {
                throw new IllegalStateException("never run");
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class DefaultTypingOn {

        @Bean
        TaskValuesCustomizer anything() {
            return (builder) -> builder.activateDefaultTyping(
                    BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
                    DefaultTyping.NON_FINAL);
        }

    }

}
