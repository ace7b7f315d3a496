package io.taskqueue.autoconfigure;

import java.time.Duration;

import ch.qos.logback.classic.Level;
import io.lettuce.core.resource.ClientResources;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.taskqueue.AsyncResult;
import io.taskqueue.QueueOperations;
import io.taskqueue.TaskTemplate;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Applications whose tasks travel through a real Redis. */
class RedisContextTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final RedisProcess REDIS = RedisServer.start();

    @AfterAll
    static void stop() {
        REDIS.close();
    }

    @Test
    @Tag("smoke")
    void runsATaskAndReadsItsResult() {
        at(REDIS).run((context) -> assertThat(EmbeddedDefaultTests.add(context).get(LIMIT)).isEqualTo(5));
    }

    @Test
    void oneApplicationCallsWhatAnotherRuns() {
        at(REDIS).withPropertyValues("taskqueue.worker.enabled=false", "taskqueue.redis.prefix=two:")
            .run((producer) -> {
                AsyncResult<Integer> sum = EmbeddedDefaultTests.add(producer);
                assertThat(sum.state().terminal()).isFalse();
                at(REDIS).withPropertyValues("taskqueue.redis.prefix=two:")
                    .run((worker) -> assertThat(sum.get(LIMIT)).isEqualTo(5));
            });
    }

    @Test
    void queueThatOneApplicationPausesIsLeftAloneByAnother() {
        at(REDIS).withPropertyValues("taskqueue.redis.prefix=pause:", "taskqueue.default-queue=paused")
            .run((worker) -> at(REDIS)
                .withPropertyValues("taskqueue.worker.enabled=false", "taskqueue.redis.prefix=pause:",
                        "taskqueue.default-queue=paused")
                .run((other) -> {
                    assertThat(EmbeddedDefaultTests.add(other).get(LIMIT)).isEqualTo(5);
                    other.getBean(QueueOperations.class).pause("paused");
                    await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
                    AsyncResult<Integer> held = EmbeddedDefaultTests.add(other);
                    await().pollDelay(Duration.ofSeconds(1)).until(() -> !held.state().terminal());
                    assertThat(worker.getBean(QueueOperations.class).paused()).containsExactly("paused");
                    other.getBean(QueueOperations.class).resume("paused");
                    assertThat(held.get(LIMIT)).isEqualTo(5);
                }));
    }

    @Test
    void worksOverTheConnectionThatBootMakes() {
        application().withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
            .withPropertyValues("taskqueue.broker.type=redis", "spring.data.redis.url=" + REDIS.url(),
                    "taskqueue.redis.prefix=boot:")
            .run((context) -> {
                AsyncResult<Integer> sum = EmbeddedDefaultTests.add(context);
                assertThat(sum.get(LIMIT)).isEqualTo(5);
                assertThat(context.getBean(StringRedisTemplate.class)
                    .opsForValue()
                    .get("boot:celery-task-meta-" + sum.id())).contains("SUCCESS");
            });
    }

    @ParameterizedTest
    @ValueSource(strings = { "taskqueue.broker.url", "spring.data.redis.url" })
    void endsBeforeTheThreadsItsConnectionsRunOn(String address) {
        assertTimeoutPreemptively(LIMIT,
                () -> new ApplicationContextRunner().withUserConfiguration(Caller.class)
                    .withConfiguration(AutoConfigurations.of(TaskQueueAutoConfiguration.class,
                            TaskQueueRedisAutoConfiguration.class, DataRedisAutoConfiguration.class))
                    .withPropertyValues("taskqueue.broker.type=redis", address + "=" + REDIS.url())
                    .run((context) -> {
                        assertThat(context).hasSingleBean(ClientResources.class);
                        assertThat(context.getBean(Caller.class).tasks.delay("nobody.knows").id()).isNotEmpty();
                    }));
    }

    @Test
    void keepsResultsInTheDatabaseOfAnApplicationWithJpa() {
        Contexts.h2()
            .withUserConfiguration(Shop.class)
            .withPropertyValues("taskqueue.broker.url=" + REDIS.url(), "taskqueue.redis.prefix=jpa:")
            .run((context) -> {
                assertThat(context).getBean(ResultBackend.class).isInstanceOf(JpaResultBackend.class);
                assertThat(EmbeddedDefaultTests.add(context).get(LIMIT)).isEqualTo(5);
            });
    }

    @Test
    void startsBeforeItsRedisAndGoesToWorkOnceItIsThere() {
        try (RedisProcess late = RedisServer.start(); LogRecorder log = new LogRecorder("io.taskqueue")) {
            late.stop();
            at(late).run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
                await().atMost(LIMIT).until(() -> !log.lines(Level.WARN).isEmpty());
                assertThat(log.lines(Level.WARN)).hasSizeLessThan(3)
                    .anyMatch((line) -> line.contains("no connection to Redis"));
                late.restart();
                await().atMost(LIMIT).until(() -> health(context).getStatus().equals(Status.UP));
                assertThat(EmbeddedDefaultTests.add(context).get(LIMIT)).isEqualTo(5);
            });
        }
    }

    /** Comes first, and brings what it needs into being before all others. */
    @Configuration(proxyBeanMethods = false)
    static class Caller {

        private final TaskTemplate tasks;

        Caller(TaskTemplate tasks) {
            this.tasks = tasks;
        }

    }

    private static ApplicationContextRunner at(RedisProcess redis) {
        return application().withPropertyValues("taskqueue.broker.url=" + redis.url());
    }

    private static ApplicationContextRunner application() {
        return Contexts.plain()
            .withConfiguration(AutoConfigurations.of(TaskQueueHealthAutoConfiguration.class))
            .withUserConfiguration(Shop.class);
    }

    private static Health health(ApplicationContext context) {
        return context.getBean("taskqueueHealthContributor", HealthIndicator.class).health();
    }

}
