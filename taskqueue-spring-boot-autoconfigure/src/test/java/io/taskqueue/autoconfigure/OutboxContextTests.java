package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.actuate.TaskQueueHealthIndicator;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.Outbox;
import io.taskqueue.jdbc.OutboxBroker;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.observation.OutboxMeters;
import io.taskqueue.result.ResultBackend;

import static org.assertj.core.api.Assertions.assertThat;

/** An outbox in the application's database, in front of another broker. */
class OutboxContextTests {

    private static final String ENABLED = "taskqueue.outbox.enabled=true";

    private final ApplicationContextRunner application = Contexts.h2()
        .withUserConfiguration(Shop.class)
        .withPropertyValues(ENABLED);

    @Test
    @Tag("G18")
    void callsGoThroughTheOutbox() {
        this.application.run((context) -> {
            assertThat(context.getBean(Broker.class)).isInstanceOf(OutboxBroker.class);
            OutboxBroker outbox = context.getBean(OutboxBroker.class);
            outbox.stop();
            TransactionTemplate transaction = new TransactionTemplate(
                    context.getBean(PlatformTransactionManager.class));
            transaction.executeWithoutResult((status) -> EmbeddedDefaultTests.add(context));
            transaction.executeWithoutResult((status) -> {
                EmbeddedDefaultTests.add(context);
                status.setRollbackOnly();
            });
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            String count = "select count(*) from taskqueue_message";
            assertThat(jdbc.queryForObject(count, Integer.class)).isOne();
            outbox.start();
            Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Integer.valueOf(0).equals(jdbc.queryForObject(count, Integer.class)));
        });
    }

    @Test
    void tasksRunBehindTheOutbox() {
        this.application.run((context) -> {
            TransactionTemplate transaction = new TransactionTemplate(
                    context.getBean(PlatformTransactionManager.class));
            var sum = transaction.execute((status) -> EmbeddedDefaultTests.add(context));
            assertThat(sum.get(Duration.ofSeconds(20))).isEqualTo(5);
        });
    }

    @Test
    void meterAndHealthTellItsLag() {
        this.application.withConfiguration(AutoConfigurations.of(TaskQueueMetricsAutoConfiguration.class))
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .run((context) -> {
                MeterRegistry registry = context.getBean(MeterRegistry.class);
                new OutboxMeters(context.getBean(Outbox.class)).bindTo(registry);
                assertThat(registry.get("taskqueue.outbox.lag").timeGauge().value()).isZero();
                assertThat(registry.get("taskqueue.outbox.waiting").gauge().value()).isZero();
                var health = new TaskQueueHealthIndicator(context.getBean(Broker.class),
                        context.getBean(ResultBackend.class), List::of, () -> null)
                    .health();
                assertThat(health.getDetails().get("outbox").toString()).contains("waiting=0", "refused=0");
            });
    }

    @Test
    void worksInFrontOfABrokerOfTheApplicationsOwn() {
        this.application.withUserConfiguration(OwnBroker.class)
            .run((context) -> assertThat(context.getBean(Broker.class).description())
                .isEqualTo("memory with an outbox"));
    }

    @Test
    void stopsTheStartWhereThereIsNoDatabase() {
        Contexts.plain()
            .withPropertyValues(ENABLED)
            .run((context) -> assertThat(context.getStartupFailure())
                .hasStackTraceContaining("taskqueue.outbox.enabled is true, and this application has no DataSource"));
    }

    @Test
    void changesNothingWhereTheBrokerJoinsByItself() {
        this.application.withPropertyValues("taskqueue.broker.type=jdbc")
            .run((context) -> assertThat(context).doesNotHaveBean(OutboxBroker.class));
    }

    static class OwnBroker {

        @Bean
        Broker broker() {
            return new MemoryBroker(MemoryBroker.Options.DEFAULT, io.taskqueue.message.TimeSource.system());
        }

    }

}
