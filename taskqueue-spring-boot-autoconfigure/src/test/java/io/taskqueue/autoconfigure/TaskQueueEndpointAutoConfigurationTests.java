package io.taskqueue.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.taskqueue.actuate.TaskQueueEndpoint;
import io.taskqueue.actuate.TaskQueueEndpointProperties;
import io.taskqueue.actuate.TaskQueueEndpointWebExtension;
import io.taskqueue.console.TaskConsole;

class TaskQueueEndpointAutoConfigurationTests {

    private static final AutoConfigurations ENDPOINT = AutoConfigurations.of(EndpointAutoConfiguration.class,
            TaskQueueConsoleAutoConfiguration.class, TaskQueueEndpointAutoConfiguration.class);

    private final WebApplicationContextRunner web = Contexts.web().withConfiguration(ENDPOINT);

    private final ApplicationContextRunner plain = Contexts.plain().withConfiguration(ENDPOINT);

    @Test
    void endpointIsNotEvenMadeUnlessExposed() {
        this.web.run((context) -> assertThat(context).doesNotHaveBean(TaskQueueEndpoint.class)
            .doesNotHaveBean(TaskQueueEndpointWebExtension.class));
    }

    @Test
    void exposedEndpointIsMadeWithItsExtension() {
        this.web.withPropertyValues("management.endpoints.web.exposure.include=taskqueue")
            .run((context) -> assertThat(context).hasSingleBean(TaskQueueEndpoint.class)
                .hasSingleBean(TaskQueueEndpointWebExtension.class));
    }

    @Test
    void endpointOverJmxNeedsNoWeb() {
        this.plain.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=taskqueue")
            .run((context) -> assertThat(context).hasSingleBean(TaskQueueEndpoint.class)
                .doesNotHaveBean(TaskQueueEndpointWebExtension.class));
    }

    @Test
    void valuesAreHiddenUnlessSaidOtherwise() {
        this.web.withPropertyValues("management.endpoints.web.exposure.include=taskqueue").run((context) -> {
            TaskQueueEndpointProperties properties = context.getBean(TaskQueueEndpointProperties.class);
            assertThat(properties.showValues()).isEqualTo(Show.NEVER);
            assertThat(properties.roles()).isEmpty();
        });
    }

    @Test
    void applicationsOwnEndpointWins() {
        this.web.withPropertyValues("management.endpoints.web.exposure.include=taskqueue")
            .withUserConfiguration(Own.class)
            .run((context) -> assertThat(context).hasSingleBean(TaskQueueEndpoint.class).hasBean("own"));
    }

    /** An endpoint of the application's own. */
    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        TaskQueueEndpoint own(TaskConsole console) {
            return new TaskQueueEndpoint(console, Show.NEVER);
        }

    }

}
