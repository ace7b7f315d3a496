package io.taskqueue.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskMessageCustomizer;
import io.taskqueue.TaskTemplate;
import io.taskqueue.execution.TaskInterceptor;
import io.taskqueue.observation.ObservationMessageCustomizer;
import io.taskqueue.observation.ObservationTaskInterceptor;
import io.taskqueue.observation.TaskProcessContext;
import io.taskqueue.observation.TaskProcessConvention;
import io.taskqueue.observation.Tracing;

class TaskQueueObservationAutoConfigurationTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final ApplicationContextRunner application = Contexts.plain()
        .withConfiguration(
                AutoConfigurations.of(ObservationAutoConfiguration.class, TaskQueueObservationAutoConfiguration.class))
        .withUserConfiguration(Observed.class);

    @Test
    void taskRunsInTheTraceOfItsCaller() {
        this.application.run((context) -> {
            Tracing tracing = context.getBean(Observed.class).tracing;
            List<@Nullable String> traces = new ArrayList<>();
            String inTask = (String) Observation.createNotStarted("request", context.getBean(ObservationRegistry.class))
                .observe(() -> {
                    traces.add(tracing.current());
                    return context.getBean(TaskTemplate.class).delay("observed.trace").get(SOON);
                });
            assertThat(inTask).isNotNull().isEqualTo(traces.get(0));
        });
    }

    @Test
    @Tag("S42")
    void headersOfTheCallersOwnCannotForgeATrace() {
        this.application.run((context) -> {
            Object trace = context.getBean(TaskTemplate.class)
                .signature("observed.trace")
                .header("tracestate", "x".repeat(10_000))
                .header("baggage", "admin=true")
                .apply()
                .get(SOON);
            assertThat(trace).asString().matches("[0-9a-f]{32}");
        });
    }

    @Test
    void sendingAndRunningAreObserved() {
        this.application.run((context) -> {
            context.getBean(TaskTemplate.class).delay("observed.trace").get(SOON);
            assertThat(context.getBean(Observed.class).stopped).extracting(Observation.Context::getName)
                .containsExactly("taskqueue.send", "taskqueue.process");
            assertThat(context.getBean(Observed.class).labels("messaging.system")).containsExactly("memory", "memory");
        });
    }

    @Test
    void observesBehindCustomizersAndAroundInterceptors() {
        this.application.withUserConfiguration(Others.class).run((context) -> {
            context.getBean(TaskTemplate.class).delay("observed.trace").get(SOON);
            assertThat(context.getBean(Others.class).headersSeen).noneMatch((names) -> names.contains("traceparent"));
            assertThat(context.getBean(Others.class).tracesSeen).hasSize(1);
        });
    }

    @Test
    void applicationsOwnConventionIsUsed() {
        this.application.withUserConfiguration(OwnConvention.class).run((context) -> {
            context.getBean(TaskTemplate.class).delay("observed.trace").get(SOON);
            assertThat(context.getBean(Observed.class).labels("shop")).containsExactly("none", "observed.trace");
        });
    }

    @Test
    void applicationsOwnObserversWin() {
        this.application.withUserConfiguration(OwnObservers.class)
            .run((context) -> assertThat(context).hasSingleBean(ObservationMessageCustomizer.class)
                .hasSingleBean(ObservationTaskInterceptor.class)
                .hasBean("own")
                .doesNotHaveBean("taskQueueProcessObservation"));
    }

    @Test
    void nothingIsObservedWhereNobodyObserves() {
        Contexts.plain()
            .withConfiguration(AutoConfigurations.of(TaskQueueObservationAutoConfiguration.class))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ObservationTaskInterceptor.class));
    }

    /** A task that says in which trace it runs. */
    @Configuration(proxyBeanMethods = false)
    static class Observed {

        final Tracing tracing = new Tracing();

        final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

        List<String> labels(String key) {
            return this.stopped.stream()
                .map((context) -> context.getLowCardinalityKeyValue(key))
                .map((label) -> (label != null) ? label.getValue() : "none")
                .toList();
        }

        @Bean
        ObservationRegistry observations() {
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig()
                .observationHandler(this.tracing)
                .observationHandler(new Recorder(this.stopped));
            return registry;
        }

        @Bean
        Traced traced() {
            return new Traced(this.tracing);
        }

    }

    /** Keeps what has been observed. */
    record Recorder(List<Observation.Context> stopped) implements ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            this.stopped.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

    }

    /** The task. */
    record Traced(Tracing tracing) {

        @SharedTask("observed.trace")
        String trace() {
            return Objects.requireNonNull(this.tracing.current());
        }

    }

    /** What the application brings of its own, in no particular order. */
    @Configuration(proxyBeanMethods = false)
    static class Others {

        final List<Set<String>> headersSeen = new CopyOnWriteArrayList<>();

        final List<String> tracesSeen = new CopyOnWriteArrayList<>();

        @Bean
        TaskMessageCustomizer customizer() {
            return (message) -> {
                this.headersSeen.add(message.headers().names());
                return message;
            };
        }

        @Bean
        TaskInterceptor interceptor(Observed observed) {
            return (invocation) -> {
                this.tracesSeen.add(Objects.requireNonNull(observed.tracing.current()));
                return invocation.proceed();
            };
        }

    }

    /** Names of its own. */
    @Configuration(proxyBeanMethods = false)
    static class OwnConvention {

        @Bean
        TaskProcessConvention convention() {
            return new TaskProcessConvention() {

                @Override
                public KeyValues getLowCardinalityKeyValues(TaskProcessContext context) {
                    return KeyValues.of("shop", context.invocation().task().name());
                }

            };
        }

    }

    /** Observers of its own. */
    @Configuration(proxyBeanMethods = false)
    static class OwnObservers {

        @Bean
        ObservationTaskInterceptor own(ObservationRegistry registry, TaskCatalog catalog) {
            return new ObservationTaskInterceptor(registry, null, "own", catalog);
        }

    }

}
