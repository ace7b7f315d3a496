package io.taskqueue.autoconfigure;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What cannot work with Redis stops the start, and is never replaced by memory. */
class RedisStartFailureTests {

    private static final String URL = "taskqueue.broker.url=redis://shop:canary@tasks.example";

    private static final String STARTER = "org.springframework.boot:spring-boot-starter-data-redis";

    private final ApplicationContextRunner application = Contexts.plain()
        .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, SslAutoConfiguration.class));

    @ParameterizedTest
    @MethodSource("properties")
    @Tag("S36")
    void namesPropertyAndCure(String properties, String[] words) {
        this.application.withPropertyValues(properties.split(" "))
            .run((context) -> assertThat(failure(context)).contains(words).doesNotContain("canary"));
    }

    static Stream<Arguments> properties() {
        return Stream.of(said("taskqueue.broker.url=", "taskqueue.broker.url has no scheme"),
                said("taskqueue.broker.url=tasks.example:6379", "taskqueue.broker.url has no scheme"),
                said("taskqueue.broker.url=kafka://shop:canary@tasks.example", "taskqueue.broker.url is kafka://tasks",
                        "does not know this scheme", "redis://", "rediss://"),
                said("taskqueue.broker.url=jdbc:postgresql://db/shop?password=canary",
                        "a database is not chosen by address"),
                said("taskqueue.broker.url=redis://shop:can#ary@tasks.example", "taskqueue.broker.url (redis://",
                        "percent-encoded"),
                said(URL + "?ssl_cert_reqs=none", "taskqueue.broker.url (redis://tasks.example) cannot be read",
                        "no options"),
                said(URL + ",other.example", "cannot be read", "several hosts"),
                said(URL + " taskqueue.broker.type=memory",
                        "taskqueue.broker.url is redis://tasks.example, and taskqueue.broker.type is memory",
                        "Remove one of the two"),
                said("taskqueue.broker.url=amqp://shop:canary@tasks.example taskqueue.broker.type=redis",
                        "taskqueue.broker.url is amqp://tasks.example, and taskqueue.broker.type is redis"),
                said(URL + " taskqueue.result.url=jdbc:h2:mem:canary", "taskqueue.result.url",
                        "a database is not chosen by address"),
                said(URL + " taskqueue.result.url=amqp://shop:canary@tasks.example",
                        "taskqueue.result.url is amqp://tasks.example", "RabbitMQ keeps no results"),
                said(URL + " taskqueue.result.url=redis://:canary@results taskqueue.result.type=memory",
                        "taskqueue.result.url is redis://results, and taskqueue.result.type is memory"),
                said(URL + " taskqueue.broker.ssl-bundle=tasks", "taskqueue.broker.ssl-bundle", "rediss://"),
                said("taskqueue.broker.type=redis taskqueue.broker.ssl-bundle=tasks", "taskqueue.broker.ssl-bundle",
                        "spring.data.redis.ssl.bundle"),
                said("taskqueue.broker.url=rediss://tasks.example taskqueue.broker.ssl-bundle=tasks",
                        "there is no SSL bundle of that name", "spring.ssl.bundle.pem.tasks"),
                said(URL + " taskqueue.redis.max-dead-letters=0", "taskqueue.redis.max-dead-letters", "at least 1"),
                said(URL + " taskqueue.redis.recent-results=-1", "taskqueue.redis.recent-results", "0 or more"),
                said(URL + " taskqueue.redis.celery-queues=celery,,", "taskqueue.redis.celery-queues",
                        "A queue has a name"),
                said(URL + " taskqueue.redis.prefix=" + "x".repeat(101), "taskqueue.redis.prefix", "100 characters"),
                said(URL + " taskqueue.redis.prefix=a\u0006b", "taskqueue.redis.prefix", "control characters"),
                said(URL + " taskqueue.redis.result-prefix=a\nb", "taskqueue.redis.result-prefix",
                        "control characters"));
    }

    @Test
    void refusesAPrefixOfBlanks() {
        MapPropertySource blanks = new MapPropertySource("blanks", Map.of("taskqueue.redis.prefix", "   "));
        this.application.withPropertyValues(URL)
            .withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(blanks))
            .run((context) -> assertThat(failure(context)).contains("taskqueue.redis.prefix", "blanks only"));
    }

    @Test
    void databaseForResultsHasNoAddressOfOurs() {
        Contexts.h2()
            .withPropertyValues(URL, "taskqueue.result.type=jpa", "taskqueue.result.url=redis://:canary@results")
            .run((context) -> assertThat(failure(context)).contains("taskqueue.result.url is redis://results",
                    "taskqueue.result.type is jpa", "Remove one of the two"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "taskqueue.redis.prefix=shop:", "taskqueue.redis.prefix={}:",
            "taskqueue.redis.prefix=}{shop", "taskqueue.redis.prefix={shop}: taskqueue.redis.result-prefix=shop:" })
    void clusterNeedsAHashTag(String prefix) {
        this.application
            .withPropertyValues("taskqueue.broker.type=redis", "spring.data.redis.cluster.nodes=a.example:6379")
            .withPropertyValues(prefix.isEmpty() ? new String[0] : prefix.split(" "))
            .run((context) -> assertThat(failure(context)).contains("Redis Cluster", "hash tag", "={shop}:"));
    }

    @Test
    void clusterNeedsOneHashTagForMessagesAndResults() {
        this.application
            .withPropertyValues("taskqueue.broker.type=redis", "spring.data.redis.cluster.nodes=a.example:6379",
                    "taskqueue.redis.prefix={shop}:", "taskqueue.redis.result-prefix={results}:")
            .run((context) -> assertThat(failure(context)).contains("different hash tags",
                    "Set the same hash tag in both"));
    }

    @ParameterizedTest
    @ValueSource(strings = { URL, "taskqueue.broker.type=redis", "taskqueue.result.type=redis",
            "taskqueue.result.url=rediss://tasks.example" })
    void namesTheDependencyWhereTheClientIsMissing(String property) {
        for (String missing : new String[] { "org.springframework.data", "io.lettuce" }) {
            Contexts.plain()
                .withClassLoader(new FilteredClassLoader(missing))
                .withPropertyValues(property)
                .run((context) -> assertThat(failure(context)).contains(property.replaceAll("=.*", " asks for Redis"))
                    .contains(STARTER));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "broker", "result" })
    void needsAConnectionWhereNoAddressIsGiven(String what) {
        Contexts.plain()
            .withPropertyValues("taskqueue." + what + ".type=redis")
            .run((context) -> assertThat(failure(context)).contains("taskqueue." + what + ".type is redis",
                    "no RedisConnectionFactory", "taskqueue." + what + ".url=redis://", "spring.data.redis.*"));
    }

    @Test
    void choosesNoneOfSeveralConnections() {
        this.application.withUserConfiguration(Several.class)
            .withPropertyValues("taskqueue.broker.type=redis")
            .run((context) -> assertThat(failure(context)).contains("several RedisConnectionFactory beans",
                    "@TaskQueueRedis"));
    }

    @Test
    void needsLettuce() {
        this.application.withBean(RedisConnectionFactory.class, () -> Mockito.mock(RedisConnectionFactory.class))
            .withPropertyValues("taskqueue.broker.type=redis")
            .run((context) -> assertThat(failure(context)).contains("LettuceConnectionFactory",
                    "spring.data.redis.client-type=lettuce", "taskqueue.broker.url=redis://"));
    }

    private static Arguments said(String properties, String... words) {
        return arguments(properties, words);
    }

    private static String failure(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        Throwable failure = context.getStartupFailure();
        StringBuilder all = new StringBuilder();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            all.append(at).append('\n');
        }
        return all.toString();
    }

    @Configuration(proxyBeanMethods = false)
    static class Several {

        @Bean
        RedisConnectionFactory one() {
            return Mockito.mock(RedisConnectionFactory.class);
        }

        @Bean
        RedisConnectionFactory other() {
            return Mockito.mock(RedisConnectionFactory.class);
        }

    }

}
