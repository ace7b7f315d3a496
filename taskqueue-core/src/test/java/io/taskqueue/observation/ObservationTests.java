package io.taskqueue.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.taskqueue.event.TaskEvent.TaskFailed;
import io.taskqueue.event.TaskEvent.TaskRetried;
import io.taskqueue.event.TaskEvent.TaskSucceeded;
import io.taskqueue.message.TaskMessage;

class ObservationTests {

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private final Tracing tracing = new Tracing();

    private final ObservedTasks tasks = new ObservedTasks();

    private final ObservationMessageCustomizer sending = new ObservationMessageCustomizer(this.registry, null, "memory",
            this.tasks.registry());

    private final ObservationTaskInterceptor running = new ObservationTaskInterceptor(this.registry, null, "memory",
            this.tasks.registry());

    @AfterEach
    void close() {
        this.tasks.close();
    }

    @Test
    void sendingIsNamedAndLabelled() {
        TaskMessage message = this.sending.customize(ObservedTasks.message("works"));
        TestObservationRegistryAssert.assertThat(this.registry)
            .hasObservationWithNameEqualTo("taskqueue.send")
            .that()
            .hasContextualNameEqualTo("send mail")
            .hasLowCardinalityKeyValue("messaging.system", "memory")
            .hasLowCardinalityKeyValue("messaging.operation.type", "send")
            .hasLowCardinalityKeyValue("messaging.destination.name", "mail")
            .hasLowCardinalityKeyValue("taskqueue.task.name", "shop.works")
            .hasHighCardinalityKeyValue("messaging.message.id", message.id())
            .hasBeenStarted()
            .hasBeenStopped();
    }

    @Test
    void runningIsNamedAndLabelled() {
        TaskMessage message = ObservedTasks.message("works");
        assertThat(this.tasks.run(message, this.running)).isInstanceOf(TaskSucceeded.class);
        TestObservationRegistryAssert.assertThat(this.registry)
            .hasObservationWithNameEqualTo("taskqueue.process")
            .that()
            .hasContextualNameEqualTo("process shop.works")
            .hasLowCardinalityKeyValue("messaging.system", "memory")
            .hasLowCardinalityKeyValue("messaging.operation.type", "process")
            .hasLowCardinalityKeyValue("messaging.destination.name", "mail")
            .hasLowCardinalityKeyValue("taskqueue.task.name", "shop.works")
            .hasHighCardinalityKeyValue("messaging.message.id", message.id())
            .hasHighCardinalityKeyValue("taskqueue.task.attempt", "1")
            .doesNotHaveError()
            .hasBeenStopped();
    }

    @Test
    void failureOfTheBodyIsTheError() {
        assertThat(this.tasks.run(ObservedTasks.message("fails"), this.running)).isInstanceOf(TaskFailed.class);
        assertError(IllegalStateException.class);
    }

    @Test
    void causeOfAnAskedRetryIsTheError() {
        assertThat(this.tasks.run(ObservedTasks.message("asksAgain"), this.running)).isInstanceOf(TaskRetried.class);
        assertError(IllegalArgumentException.class);
    }

    @Test
    void snoozingIsNoError() {
        assertThat(this.tasks.run(ObservedTasks.message("snoozes"), this.running)).isInstanceOf(TaskRetried.class);
        TestObservationRegistryAssert.assertThat(this.registry)
            .hasObservationWithNameEqualTo("taskqueue.process")
            .that()
            .doesNotHaveError()
            .hasBeenStopped();
    }

    @Test
    void errorThatCannotBePrintedStaysTheTasksError() {
        this.registry.observationConfig().observationHandler(new Printing());
        assertThat(this.tasks.run(ObservedTasks.message("unprintable"), this.running)).isInstanceOfSatisfying(
                TaskFailed.class,
                (failed) -> assertThat(failed.error().type()).isEqualTo(ObservedTasks.Unprintable.class.getName()));
    }

    @Test
    void taskRunsInTheTraceOfItsCaller() {
        this.registry.observationConfig().observationHandler(this.tracing);
        List<@Nullable String> traces = new ArrayList<>();
        this.tasks.inside(() -> traces.add(this.tracing.current()));
        TaskMessage message = Observation.createNotStarted("request", this.registry).observe(() -> {
            traces.add(this.tracing.current());
            return this.sending.customize(ObservedTasks.message("works"));
        });
        this.tasks.run(Objects.requireNonNull(message), this.running);
        assertThat(traces).hasSize(2).doesNotContainNull();
        assertThat(traces.get(1)).isEqualTo(traces.get(0));
    }

    @Test
    @Tag("S42")
    void onlyTheTraceItselfTravels() {
        this.registry.observationConfig().observationHandler(this.tracing);
        TaskMessage message = this.sending.customize(ObservedTasks.message("works"));
        assertThat(message.headers().names()).containsExactlyInAnyOrder("traceparent", "tracestate");
    }

    @ParameterizedTest
    @Tag("S42")
    @ValueSource(strings = { "", "x", "00-../../etc/passwd", "00-\r\nInjected: yes", "\u202e" })
    void malformedTraceOfAMessageStartsANewOne(String hostile) {
        this.registry.observationConfig().observationHandler(this.tracing);
        List<@Nullable String> traces = new ArrayList<>();
        this.tasks.inside(() -> traces.add(this.tracing.current()));
        TaskMessage message = ObservedTasks.message("works").header("traceparent", hostile);
        assertThat(this.tasks.run(message, this.running)).isInstanceOf(TaskSucceeded.class);
        assertThat(traces).hasSize(1).allMatch((trace) -> trace != null && trace.matches("[0-9a-f]{32}"));
    }

    @Test
    @Tag("S42")
    void traceHeaderThatIsNoTextIsIgnored() {
        this.registry.observationConfig().observationHandler(this.tracing);
        TaskMessage message = ObservedTasks.message("works").header("traceparent", List.of("a", 1));
        assertThat(this.tasks.run(message, this.running)).isInstanceOf(TaskSucceeded.class);
    }

    @Test
    @Tag("S16")
    void namesNobodyDeclaredAreNoLabels() {
        for (int i = 0; i < 1_000; i++) {
            this.sending.customize(ObservedTasks.message("made.up" + i));
        }
        assertThat(labels("taskqueue.task.name")).containsOnly("unknown");
    }

    @Test
    @Tag("S16")
    void queuesBecomeLabelsWithinABound() {
        for (int i = 0; i < 1_000; i++) {
            this.sending.customize(toQueue(ObservedTasks.message("works"), "q" + i));
        }
        assertThat(labels("messaging.destination.name").stream().distinct()).hasSize(101)
            .contains("q0", "q99", "other");
    }

    @Test
    void aliasIsLabelledWithTheDeclaredName() {
        TaskMessage called = ObservedTasks.message("works");
        this.sending.customize(new TaskMessage(called.id(), "old.works", "mail", called.payload(), called.headers(),
                null, null, null));
        assertThat(labels("taskqueue.task.name")).containsExactly("shop.works");
    }

    @Test
    void ownConventionReplacesOurs() {
        ObservationMessageCustomizer own = new ObservationMessageCustomizer(this.registry, new TaskSendConvention() {

            @Override
            public String getName() {
                return "shop.send";
            }

            @Override
            public KeyValues getLowCardinalityKeyValues(TaskSendContext context) {
                return KeyValues.of("shop", context.task());
            }

        }, "memory", this.tasks.registry());
        own.customize(ObservedTasks.message("works"));
        TestObservationRegistryAssert.assertThat(this.registry)
            .hasObservationWithNameEqualTo("shop.send")
            .that()
            .hasLowCardinalityKeyValue("shop", "shop.works");
    }

    @Test
    void nothingIsObservedWithoutAnObserver() {
        ObservationMessageCustomizer silent = new ObservationMessageCustomizer(ObservationRegistry.NOOP, null, "memory",
                this.tasks.registry());
        TaskMessage message = ObservedTasks.message("works");
        assertThat(silent.customize(message)).isSameAs(message);
    }

    private void assertError(Class<? extends Throwable> type) {
        TestObservationRegistryAssert.assertThat(this.registry)
            .hasObservationWithNameEqualTo("taskqueue.process")
            .that()
            .hasBeenStopped()
            .assertThatError()
            .isInstanceOf(type);
    }

    private List<String> labels(String key) {
        List<String> values = new ArrayList<>();
        TestObservationRegistryAssert.assertThat(this.registry)
            .hasHandledContextsThatSatisfy((contexts) -> contexts.forEach((context) -> {
                KeyValue value = context.getLowCardinalityKeyValue(key);
                values.add((value != null) ? value.getValue() : "none");
            }));
        return values;
    }

    private static TaskMessage toQueue(TaskMessage message, String queue) {
        return new TaskMessage(message.id(), message.task(), queue, message.payload(), message.headers(), null, null,
                null);
    }

    /** Prints errors, as exporters do. */
    private static final class Printing implements ObservationHandler<Observation.Context> {

        @Override
        public void onError(Observation.Context context) {
            assertThat(Objects.requireNonNull(context.getError()).getMessage()).isNotNull();
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

    }

}
