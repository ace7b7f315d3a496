package io.taskqueue.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.taskqueue.actuate.TaskQueueHealthIndicator;

class TaskQueueHealthAutoConfigurationTests {

    private final ApplicationContextRunner application = Contexts.plain()
        .withConfiguration(AutoConfigurations.of(TaskQueueHealthAutoConfiguration.class));

    @Test
    void healthIsContributed() {
        this.application.run((context) -> assertThat(
                context.getBean("taskqueueHealthContributor", HealthIndicator.class).health().getStatus())
            .isEqualTo(Status.UP));
    }

    @Test
    void healthCanBeSwitchedOff() {
        this.application.withPropertyValues("management.health.taskqueue.enabled=false")
            .run((context) -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void applicationsOwnIndicatorWins() {
        this.application.withUserConfiguration(Own.class)
            .run((context) -> assertThat(context).hasSingleBean(HealthIndicator.class)
                .doesNotHaveBean(TaskQueueHealthIndicator.class));
    }

    /** An indicator of the application's own. */
    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        HealthIndicator taskqueueHealthIndicator() {
            return () -> Health.up().build();
        }

    }

}
