package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.util.UUID;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.taskqueue.AsyncResult;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.servers.RabbitProcess;
import io.taskqueue.servers.RabbitServer;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Applications whose tasks travel through a real RabbitMQ. */
class RabbitContextTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    @Tag("smoke")
    void runsATaskAndReadsItsResult() {
        at(RabbitServer.url()).run((context) -> {
            assertThat(EmbeddedDefaultTests.add(context).get(LIMIT)).isEqualTo(5);
            await().atMost(LIMIT).until(() -> health(context).getStatus().equals(Status.UP));
        });
    }

    @Test
    void oneApplicationCallsWhatAnotherRuns() {
        try (RedisProcess redis = RedisServer.start()) {
            ApplicationContextRunner both = at(RabbitServer.url())
                .withPropertyValues("taskqueue.result.url=" + redis.url());
            both.withPropertyValues("taskqueue.worker.enabled=false").run((producer) -> {
                AsyncResult<Integer> sum = EmbeddedDefaultTests.add(producer);
                assertThat(sum.state().terminal()).isFalse();
                both.run((worker) -> assertThat(sum.get(LIMIT)).isEqualTo(5));
            });
        }
    }

    @Test
    void worksOverTheConnectionThatBootMakes() {
        application().withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
            .withPropertyValues("taskqueue.broker.type=rabbit", "spring.rabbitmq.addresses=" + RabbitServer.url())
            .run((context) -> assertThat(EmbeddedDefaultTests.add(context).get(LIMIT)).isEqualTo(5));
    }

    @Test
    void keepsResultsInTheDatabaseOfAnApplicationWithJpa() {
        Contexts.h2()
            .withUserConfiguration(Shop.class)
            .withPropertyValues("taskqueue.broker.url=" + RabbitServer.url(), "taskqueue.default-queue=" + queue())
            .run((context) -> {
                assertThat(context).getBean(ResultBackend.class).isInstanceOf(JpaResultBackend.class);
                assertThat(EmbeddedDefaultTests.add(context).get(LIMIT)).isEqualTo(5);
            });
    }

    @Test
    @Tag("G6")
    void startsBeforeItsRabbitAndGoesToWorkOnceItIsThere() {
        try (RabbitProcess late = RabbitServer.start(); LogRecorder log = new LogRecorder("io.taskqueue")) {
            late.stop();
            at(late.url()).run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
                await().atMost(LIMIT).until(() -> !log.lines(Level.WARN).isEmpty());
                assertThat(log.lines(Level.WARN)).hasSizeLessThan(3)
                    .anyMatch((line) -> line.contains("no connection to RabbitMQ"));
                late.restart();
                await().atMost(LIMIT).until(() -> health(context).getStatus().equals(Status.UP));
                assertThat(EmbeddedDefaultTests.add(context).get(LIMIT)).isEqualTo(5);
            });
        }
    }

    private static String queue() {
        return "q-" + UUID.randomUUID();
    }

    private static ApplicationContextRunner at(String url) {
        return application().withPropertyValues("taskqueue.broker.url=" + url, "taskqueue.default-queue=" + queue());
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
