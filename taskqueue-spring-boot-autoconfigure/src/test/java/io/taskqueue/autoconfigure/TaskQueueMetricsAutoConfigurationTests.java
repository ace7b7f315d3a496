package io.taskqueue.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.taskqueue.AsyncResult;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskTemplate;
import io.taskqueue.observation.QueueMeters;
import io.taskqueue.observation.TaskMeters;
import io.taskqueue.worker.TaskWorker;

class TaskQueueMetricsAutoConfigurationTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final ApplicationContextRunner application = Contexts.plain()
        .withConfiguration(
                AutoConfigurations.of(MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class, TaskQueueMetricsAutoConfiguration.class))
        .withUserConfiguration(Measured.class);

    @Test
    void tasksAreTimedByOutcome() {
        this.application.run((context) -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            TaskTemplate calls = context.getBean(TaskTemplate.class);
            calls.delay("measured.add", 1, 2).get(SOON);
            AsyncResult<Object> failed = calls.delay("measured.fail");
            await().atMost(SOON).until(failed::ready);
            await().atMost(SOON)
                .untilAsserted(() -> assertThat(meters.find("taskqueue.tasks")
                    .tags("task", "measured.fail", "queue", "taskqueue", "outcome", "failure")
                    .timer()).isNotNull());
            assertThat(meters.get("taskqueue.tasks").tags("task", "measured.add", "outcome", "success").timer())
                .satisfies((timer) -> {
                    assertThat(timer.count()).isEqualTo(1);
                    assertThat(timer.totalTime(TimeUnit.SECONDS)).isPositive();
                });
        });
    }

    @Test
    void queuesAndSlotsOfTheWorkerAreMeasured() {
        this.application.run((context) -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            Tasks tasks = context.getBean(Tasks.class);
            AsyncResult<Object> waiting = context.getBean(TaskTemplate.class).delay("measured.wait");
            tasks.begun.await();
            assertThat(
                    meters.get("taskqueue.queue.depth").tags("queue", "taskqueue", "state", "inflight").gauge().value())
                .isEqualTo(1);
            assertThat(meters.get("taskqueue.worker.slots").tag("state", "used").gauge().value()).isEqualTo(1);
            assertThat(meters.get("taskqueue.worker.slots").tag("state", "total").gauge().value())
                .isEqualTo(context.getBean(TaskWorker.class).status().concurrency());
            assertThat(meters.get("taskqueue.queue.age").tag("queue", "taskqueue").timeGauge().value()).isZero();
            assertThat(meters.get("taskqueue.dead.letters").tag("queue", "taskqueue").gauge().value()).isZero();
            assertThat(meters.get("taskqueue.journal.dropped").functionCounter().count()).isZero();
            tasks.mayEnd.countDown();
            waiting.get(SOON);
        });
    }

    @Test
    void nothingIsMeasuredWhereNobodyMeasures() {
        Contexts.plain()
            .withConfiguration(AutoConfigurations.of(TaskQueueMetricsAutoConfiguration.class))
            .run((context) -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(TaskMeters.class)
                .doesNotHaveBean(QueueMeters.class));
    }

    /** An application with tasks to measure. */
    @Configuration(proxyBeanMethods = false)
    static class Measured {

        @Bean
        Tasks measuredTasks() {
            return new Tasks();
        }

    }

    /** What it does in the background. */
    static class Tasks {

        final CountDownLatch begun = new CountDownLatch(1);

        final CountDownLatch mayEnd = new CountDownLatch(1);

        @SharedTask("measured.add")
        int add(int one, int other) {
            return one + other;
        }

        @SharedTask("measured.fail")
        void fail() {
            throw new IllegalStateException("on purpose");
        }

        @SharedTask("measured.wait")
        void await() throws InterruptedException {
            this.begun.countDown();
            this.mayEnd.await();
        }

    }

}
