package io.taskqueue.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.message.TimeSource;
import io.taskqueue.redis.RedisBroadcast;
import io.taskqueue.redis.RedisBroker;
import io.taskqueue.redis.RedisResultBackend;
import io.taskqueue.redis.RedisWishes;
import io.taskqueue.result.DiscardingResultBackend;
import io.taskqueue.result.ResultBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What becomes of an application that asks for Redis; none is there, nor needed. */
class TaskQueueRedisAutoConfigurationTests {

    private static final String URL = "taskqueue.broker.url=redis://shop:secret@tasks.example:6380/3";

    private final ApplicationContextRunner application = redis(Contexts.plain());

    private final ApplicationContextRunner jpa = redis(Contexts.h2());

    @Test
    void doesNothingUnlessAskedTo() {
        Contexts.plain().withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class)).run((context) -> {
            assertThat(context).getBean(Broker.class).isInstanceOf(MemoryBroker.class);
            assertThat(context).getBean(ResultBackend.class).isInstanceOf(MemoryResultBackend.class);
            assertThat(context.getBeanFactory().containsSingleton("taskQueueRedis")).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { URL, "taskqueue.broker.url=rediss://tasks.example", "taskqueue.broker.type=redis",
            "taskqueue.broker.type=Redis" })
    void carriesEverythingThroughRedisWhereAsked(String property) {
        this.application.withPropertyValues(property).run((context) -> {
            assertThat(context).getBean(Broker.class).isInstanceOf(RedisBroker.class);
            assertThat(context).getBean(Broadcast.class).isInstanceOf(RedisBroadcast.class);
            assertThat(context).getBean(Wishes.class).isInstanceOf(RedisWishes.class);
            assertThat(context).getBean(ResultBackend.class).isInstanceOf(RedisResultBackend.class);
        });
    }

    @Test
    void leavesTheApplicationsOwnConnectionAlone() {
        this.application.withPropertyValues(URL, "spring.data.redis.host=cache.example").run((context) -> {
            assertThat(context.getBeanNamesForType(RedisConnectionFactory.class))
                .containsExactly("redisConnectionFactory");
            assertThat(context).hasSingleBean(StringRedisTemplate.class);
            LettuceConnectionFactory own = context.getBean(LettuceConnectionFactory.class);
            assertThat(own.getHostName()).isEqualTo("cache.example");
            assertThat(own.getPassword()).isNull();
            assertThat(context.getBean(Broker.class).description()).contains("tasks.example:6380/3")
                .doesNotContain("shop", "secret");
        });
    }

    @Test
    void usesTheConnectionThatBootMakes() {
        this.application.withPropertyValues("taskqueue.broker.type=redis", "spring.data.redis.host=cache.example")
            .run((context) -> assertThat(context.getBean(Broker.class).description()).contains("cache.example:6379/0"));
    }

    @Test
    void usesClusterAndSentinelAsBootDoes() {
        this.application
            .withPropertyValues("taskqueue.broker.type=redis",
                    "spring.data.redis.cluster.nodes=a.example:6379,b.example:6379", "taskqueue.redis.prefix={shop}:")
            .run((context) -> assertThat(context.getBean(Broker.class).description()).contains("cluster"));
        this.application
            .withPropertyValues("taskqueue.broker.type=redis", "spring.data.redis.sentinel.nodes=a.example:26379",
                    "spring.data.redis.sentinel.master=shop")
            .run((context) -> assertThat(context.getBean(Broker.class).description()).contains("sentinel"));
    }

    @ParameterizedTest
    @ValueSource(classes = { Marked.class, Preferred.class })
    void usesTheMarkedOrThePrimaryConnection(Class<?> factories) {
        this.application.withUserConfiguration(factories)
            .withPropertyValues("taskqueue.broker.type=redis")
            .run((context) -> assertThat(context.getBean(Broker.class).description()).contains("chosen.example"));
    }

    @ParameterizedTest
    @MethodSource("together")
    void sharesOneConnectionInOnePlace(String properties) {
        this.application.withPropertyValues(properties.split(" ")).run((context) -> {
            assertThat(context).getBean(ResultBackend.class).isInstanceOf(RedisResultBackend.class);
            TaskRedis redis = context.getBean(TaskRedis.class);
            assertThat(redis.results()).isSameAs(redis.broker());
        });
    }

    static Stream<String> together() {
        return Stream.of("taskqueue.broker.type=redis", "taskqueue.broker.type=redis taskqueue.result.type=redis", URL,
                URL + " taskqueue.result.type=redis",
                URL + " taskqueue.result.url=redis://shop:secret@tasks.example:6380/3",
                "taskqueue.broker.url=redis://tasks.example taskqueue.result.url=REDIS://tasks.example:6379/0");
    }

    @Test
    void keepsResultsElsewhereWhereAsked() {
        this.application.withPropertyValues(URL, "taskqueue.result.url=redis://results.example").run((context) -> {
            TaskRedis redis = context.getBean(TaskRedis.class);
            assertThat(redis.results()).isNotSameAs(redis.broker());
            assertThat(context.getBean(ResultBackend.class).description()).contains("results.example");
            assertThat(context.getBean(Broker.class).description()).contains("tasks.example");
        });
        this.application.withPropertyValues(URL, "taskqueue.result.type=none")
            .run((context) -> assertThat(context).getBean(ResultBackend.class)
                .isInstanceOf(DiscardingResultBackend.class));
        this.application.withPropertyValues(URL, "taskqueue.result.type=memory")
            .run((context) -> assertThat(context).getBean(ResultBackend.class).isInstanceOf(MemoryResultBackend.class));
    }

    @ParameterizedTest
    @ValueSource(strings = { "taskqueue.result.type=redis", "taskqueue.result.url=redis://results.example" })
    void keepsOnlyResultsInRedisWhereAsked(String property) {
        this.application.withPropertyValues("taskqueue.worker.enabled=true", property).run((context) -> {
            assertThat(context).getBean(Broker.class).isInstanceOf(MemoryBroker.class);
            assertThat(context).getBean(ResultBackend.class).isInstanceOf(RedisResultBackend.class);
        });
    }

    @ParameterizedTest
    @MethodSource("besideJpa")
    void prefersTheDatabaseForResults(String property, Class<?> store) {
        this.jpa.withPropertyValues(URL, property)
            .run((context) -> assertThat(context).getBean(ResultBackend.class).isInstanceOf(store));
    }

    static Stream<Arguments> besideJpa() {
        return Stream.of(arguments("shop.nothing=said", JpaResultBackend.class),
                arguments("taskqueue.result.type=jpa", JpaResultBackend.class),
                arguments("taskqueue.result.type=redis", RedisResultBackend.class),
                arguments("taskqueue.result.url=redis://results.example", RedisResultBackend.class));
    }

    @Test
    void yieldsToTheApplicationsOwnBroker() {
        this.application
            .withBean("own", Broker.class, () -> new MemoryBroker(MemoryBroker.Options.DEFAULT, TimeSource.system()))
            .withPropertyValues(URL, "taskqueue.worker.enabled=true")
            .run((context) -> assertThat(context.getBeanNamesForType(Broker.class)).containsExactly("own"));
    }

    @Test
    void asksTheApplicationsCustomizersOfTheClient() {
        Contexts.plain()
            .withUserConfiguration(Customizers.class)
            .withPropertyValues(URL, "taskqueue.worker.enabled=false")
            .run((context) -> assertThat(context.getBean(Customizers.class).asked).containsExactly("options",
                    "client"));
    }

    @Test
    @Tag("S34")
    void warnsOfConnectionsThatTrustAnybody() {
        try (LogRecorder log = new LogRecorder("io.taskqueue.autoconfigure")) {
            this.application.withPropertyValues("taskqueue.broker.url=rediss://tasks.example")
                .run((context) -> assertThat(context).hasNotFailed());
            assertThat(log.lines(Level.WARN)).isEmpty();
            this.application.withUserConfiguration(Trusting.class)
                .withPropertyValues("taskqueue.broker.url=rediss://tasks.example")
                .run((context) -> assertThat(context).hasNotFailed());
            assertThat(log.lines(Level.WARN)).singleElement()
                .asString()
                .contains("in the place of", "tasks.example", "NONE");
        }
    }

    /** A process that only calls tasks, so that nobody goes looking for the server. */
    private static ApplicationContextRunner redis(ApplicationContextRunner application) {
        return application.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
            .withPropertyValues("taskqueue.worker.enabled=false");
    }

    private static LettuceConnectionFactory to(String host) {
        return new LettuceConnectionFactory(host, 6379);
    }

    @Configuration(proxyBeanMethods = false)
    static class Marked {

        @Bean
        RedisConnectionFactory cache() {
            return to("cache.example");
        }

        @Bean(defaultCandidate = false)
        @TaskQueueRedis
        RedisConnectionFactory tasks() {
            return to("chosen.example");
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Preferred {

        @Bean
        RedisConnectionFactory cache() {
            return to("cache.example");
        }

        @Bean
        @Primary
        RedisConnectionFactory sessions() {
            return to("chosen.example");
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        final List<String> asked = new ArrayList<>();

        @Bean
        LettuceClientConfigurationBuilderCustomizer client() {
            return (builder) -> this.asked.add("client");
        }

        @Bean
        LettuceClientOptionsBuilderCustomizer options() {
            return (builder) -> this.asked.add("options");
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Trusting {

        @Bean
        LettuceClientConfigurationBuilderCustomizer trusting() {
            return (builder) -> builder.useSsl().disablePeerVerification();
        }

    }

}
