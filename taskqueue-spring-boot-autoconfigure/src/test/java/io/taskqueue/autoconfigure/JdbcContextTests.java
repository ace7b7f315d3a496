package io.taskqueue.autoconfigure;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.taskqueue.AsyncResult;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskTemplate;
import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.jdbc.JdbcBroadcast;
import io.taskqueue.jdbc.JdbcBroker;
import io.taskqueue.jdbc.JdbcWishes;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.servers.PostgresServer;
import io.taskqueue.servers.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Tasks that wait in the application's own database. */
@ExtendWith(OutputCaptureExtension.class)
class JdbcContextTests {

    private final TestDatabase database = PostgresServer.database();

    @Test
    void carriesEverythingThroughTheDatabaseWhereAsked() {
        Contexts.h2().withPropertyValues("taskqueue.broker.type=jdbc").run((context) -> {
            assertThat(context).getBean(Broker.class).isInstanceOf(JdbcBroker.class);
            assertThat(context).getBean(Broadcast.class).isInstanceOf(JdbcBroadcast.class);
            assertThat(context).getBean(Wishes.class).isInstanceOf(JdbcWishes.class);
            assertThat(context).getBean(ResultBackend.class).isInstanceOf(JpaResultBackend.class);
        });
        Contexts.h2().run((context) -> assertThat(context).getBean(Broker.class).isInstanceOf(MemoryBroker.class));
    }

    @Test
    void runsTasksOnTheEmbeddedDatabase() {
        Contexts.h2()
            .withUserConfiguration(Shop.class)
            .withPropertyValues("taskqueue.broker.type=jdbc")
            .run((context) -> assertThat(EmbeddedDefaultTests.add(context).get(Duration.ofSeconds(20))).isEqualTo(5));
    }

    @Test
    @Tag("G18")
    void callIsARowOfAJpaTransaction() {
        try (ConfigurableApplicationContext context = start("taskqueue.schema.initialize=always",
                "taskqueue.worker.enabled=false")) {
            TransactionTemplate transaction = new TransactionTemplate(
                    context.getBean(PlatformTransactionManager.class));
            JdbcTemplate outside = new JdbcTemplate(this.database);
            String count = "select count(*) from taskqueue_message";
            transaction.executeWithoutResult((status) -> {
                EmbeddedDefaultTests.add(context);
                assertThat(context.getBean(JdbcTemplate.class).queryForObject(count, Integer.class)).isOne();
                assertThat(outside.queryForObject(count, Integer.class)).isZero();
                status.setRollbackOnly();
            });
            assertThat(outside.queryForObject(count, Integer.class)).isZero();
            transaction.executeWithoutResult((status) -> EmbeddedDefaultTests.add(context));
            assertThat(outside.queryForObject(count, Integer.class)).isOne();
        }
    }

    @Test
    void transactionalTaskWorksInTheTransactionOfJpa() {
        Contexts.h2()
            .withUserConfiguration(Counting.class)
            .withPropertyValues("taskqueue.broker.type=jdbc")
            .run((context) -> {
                AsyncResult<Integer> count = context.getBean(TaskTemplate.class).delay(Counting::count, 3);
                assertThat(count.get(Duration.ofSeconds(20))).isEqualTo(3);
                assertThat(
                        context.getBean(JdbcTemplate.class).queryForObject("select sum(n) from counted", Integer.class))
                    .isEqualTo(3);
            });
    }

    @Test
    void transactionalTaskNeedsItsMessageInADatabase() {
        Contexts.h2()
            .withUserConfiguration(Counting.class)
            .run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(
                    "Task counting.count is transactional, and its messages are not in a database"));
        Contexts.h2()
            .withUserConfiguration(Counting.class)
            .withPropertyValues("taskqueue.broker.type=jdbc", "taskqueue.result.type=memory")
            .run((context) -> assertThat(context.getStartupFailure())
                .hasStackTraceContaining("results are not kept in the database of the broker"));
    }

    @Test
    void doesNotStartWithoutItsTables(CapturedOutput output) {
        assertThatException().isThrownBy(() -> start("spring.jpa.hibernate.ddl-auto=update").close());
        assertThat(output).contains("APPLICATION FAILED TO START", "which lacks taskqueue_message, taskqueue_worker",
                "taskqueue.schema.initialize=always", "classpath:io/taskqueue/flyway-jdbc/{vendor}",
                "io/taskqueue/jdbc/schema-postgresql.sql", "taskqueue.broker.type=memory");
    }

    @Test
    void createsItsTablesWhereItMay() {
        for (int start = 0; start < 2; start++) {
            try (ConfigurableApplicationContext context = start("taskqueue.schema.initialize=always")) {
                assertThat(EmbeddedDefaultTests.add(context).get(Duration.ofSeconds(20))).isEqualTo(5);
            }
        }
    }

    @Test
    void tasksOutliveTheProcess() {
        String id;
        try (ConfigurableApplicationContext producer = start("taskqueue.schema.initialize=always",
                "taskqueue.worker.enabled=false")) {
            id = EmbeddedDefaultTests.add(producer).id();
        }
        assertThat(new JdbcTemplate(this.database).queryForList("select task_id from taskqueue_message", String.class))
            .containsExactly(id);
        try (ConfigurableApplicationContext worker = start()) {
            AsyncResult<Integer> sum = worker.getBean(TaskTemplate.class).result(id, Integer.class).orElseThrow();
            assertThat(sum.get(Duration.ofSeconds(20))).isEqualTo(5);
        }
    }

    private ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties("spring.datasource.url=" + this.database.url(), "taskqueue.broker.type=jdbc",
                    "spring.flyway.enabled=false", "spring.rabbitmq.listener.simple.auto-startup=false")
            .properties(properties)
            .run();
    }

    @Component("counting")
    static class Counting {

        private final JdbcTemplate jdbc;

        Counting(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
            jdbc.execute("create table if not exists counted (n integer)");
        }

        @SharedTask(transactional = true)
        int count(int n) {
            assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isTrue();
            this.jdbc.update("insert into counted (n) values (?)", n);
            return n;
        }

    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan("shop.without.entities")
    @Import(Shop.class)
    static class Application {

    }

}
