package io.taskqueue.autoconfigure;

import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What cannot work with RabbitMQ stops the start, and is never replaced by memory. */
class RabbitStartFailureTests {

    private static final String URL = "taskqueue.broker.url=amqp://shop:canary@tasks.example";

    private final ApplicationContextRunner application = Contexts.plain()
        .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class));

    @ParameterizedTest
    @MethodSource("properties")
    @Tag("S36")
    void namesPropertyAndCure(String properties, String[] words) {
        this.application.withPropertyValues(properties.split(" "))
            .run((context) -> assertThat(failure(context)).contains(words).doesNotContain("canary"));
    }

    static Stream<Arguments> properties() {
        return Stream.of(
                said("taskqueue.broker.url=amqp://shop:can#ary@tasks.example", "taskqueue.broker.url (amqp://",
                        "percent-encoded"),
                said(URL + "/a/b", "taskqueue.broker.url (amqp://tasks.example) cannot be read", "vhost"),
                said(URL + "?heartbeat=5", "cannot be read", "no options"),
                said(URL + ",other.example", "cannot be read", "spring.rabbitmq.addresses"),
                said(URL + " taskqueue.broker.type=memory",
                        "taskqueue.broker.url is amqp://tasks.example, and taskqueue.broker.type is memory",
                        "Remove one of the two"),
                said("taskqueue.broker.url=redis://:canary@tasks.example taskqueue.broker.type=rabbit",
                        "taskqueue.broker.url is redis://tasks.example, and taskqueue.broker.type is rabbit"),
                said(URL + " taskqueue.broker.ssl-bundle=tasks", "taskqueue.broker.ssl-bundle", "amqps://",
                        "spring.rabbitmq.ssl.bundle"),
                said("taskqueue.broker.url=amqps://tasks.example taskqueue.broker.ssl-bundle=tasks",
                        "there is no SSL bundle of that name", "spring.ssl.bundle.pem.tasks"),
                said(URL + " taskqueue.rabbit.max-priority=10", "taskqueue.rabbit.max-priority", "1 to 9"),
                said(URL + " taskqueue.rabbit.max-priority=9 taskqueue.rabbit.queue-type=quorum",
                        "taskqueue.rabbit.max-priority", "taskqueue.rabbit.queue-type=classic"),
                said(URL + " taskqueue.rabbit.max-dead-letters=0", "taskqueue.rabbit.max-dead-letters", "at least 1"),
                said(URL + " taskqueue.rabbit.consumer-timeout=1s", "taskqueue.rabbit.consumer-timeout",
                        "at least 10s"));
    }

    @ParameterizedTest
    @ValueSource(strings = { URL, "taskqueue.broker.type=rabbit" })
    void namesTheDependencyWhereTheClientIsMissing(String property) {
        for (String missing : new String[] { "org.springframework.amqp", "com.rabbitmq" }) {
            Contexts.plain()
                .withClassLoader(new FilteredClassLoader(missing))
                .withPropertyValues(property)
                .run((context) -> assertThat(failure(context)).contains(
                        property.replaceAll("=.*", " asks for RabbitMQ"), "spring-boot-starter-amqp",
                        "spring-boot-starter-rabbitmq"));
        }
    }

    @Test
    void needsAConnectionWhereNoAddressIsGiven() {
        this.application.withPropertyValues("taskqueue.broker.type=rabbit")
            .run((context) -> assertThat(failure(context)).contains("taskqueue.broker.type is rabbit",
                    "no ConnectionFactory", "taskqueue.broker.url=amqp://", "spring.rabbitmq.*"));
    }

    @Test
    void choosesNoneOfSeveralConnections() {
        this.application.withUserConfiguration(Several.class)
            .withPropertyValues("taskqueue.broker.type=rabbit")
            .run((context) -> assertThat(failure(context)).contains("several ConnectionFactory", "@TaskQueueRabbit"));
    }

    private static Arguments said(String properties, String... words) {
        return arguments(properties, words);
    }

    private static String failure(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        StringBuilder all = new StringBuilder();
        for (Throwable at = context.getStartupFailure(); at != null; at = at.getCause()) {
            all.append(at).append('\n');
        }
        return all.toString();
    }

    @Configuration(proxyBeanMethods = false)
    static class Several {

        @Bean
        ConnectionFactory one() {
            return Mockito.mock(ConnectionFactory.class);
        }

        @Bean
        ConnectionFactory other() {
            return Mockito.mock(ConnectionFactory.class);
        }

    }

}
