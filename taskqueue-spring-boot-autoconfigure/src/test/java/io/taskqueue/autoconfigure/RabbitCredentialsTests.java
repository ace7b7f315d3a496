package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;

import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.taskqueue.broker.Broker;
import io.taskqueue.servers.RabbitProcess;
import io.taskqueue.servers.RabbitServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Passwords are for RabbitMQ, and for nobody who reads what an application says of
 * itself.
 */
@Tag("S36")
class RabbitCredentialsTests {

    private static final RabbitProcess RABBIT = RabbitServer.start();

    @BeforeAll
    static void wantPasswords() {
        RABBIT.ctl("add_user", "shop", "canary@/?#");
        RABBIT.ctl("set_permissions", "shop", ".*", ".*", ".*");
    }

    @AfterAll
    static void stop() {
        RABBIT.close();
    }

    @ParameterizedTest
    @CsvSource({ "canary%40%2F%3F%23, true", "canary-wrong, false" })
    void areSaidNowhere(String password, boolean right) {
        String url = RABBIT.url().replace("guest:guest", "shop:" + password);
        try (EverythingSaid log = new EverythingSaid()) {
            Contexts.plain()
                .withConfiguration(AutoConfigurations.of(TaskQueueHealthAutoConfiguration.class))
                .withUserConfiguration(Shop.class)
                .withPropertyValues("taskqueue.broker.url=" + url, "taskqueue.default-queue=q-" + UUID.randomUUID())
                .run((context) -> {
                    Throwable failure = catchThrowable(
                            () -> EmbeddedDefaultTests.add(context).get(Duration.ofSeconds(20)));
                    assertThat(failure == null).isEqualTo(right);
                    assertThat((failure != null) ? Throwables.getStackTrace(failure) : "").doesNotContain("canary");
                    assertThat(context.getBean("taskqueueHealthContributor", HealthIndicator.class)
                        .health()
                        .getDetails()
                        .toString()).doesNotContain("canary");
                    assertThat(context.getBean(TaskQueueProperties.class).toString()
                            + context.getBean(Broker.class).description() + context.getBean(Broker.class)
                            + context.getBean(TaskRabbit.class).connections())
                        .doesNotContain("canary");
                    assertThat(Thread.getAllStackTraces()
                        .keySet()
                        .stream()
                        .map(Thread::getName)
                        .collect(Collectors.joining())).doesNotContain("canary");
                });
            assertThat(log.lines()).isNotEmpty().noneMatch((line) -> line.contains("canary"));
        }
    }

}
