package io.taskqueue.autoconfigure;

import java.time.Duration;

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

import io.taskqueue.AsyncResult;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.servers.PostgresServer;
import io.taskqueue.servers.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Results in an external database, whose tables somebody has to create. */
@ExtendWith(OutputCaptureExtension.class)
class PostgresContextTests {

    private static final String FLYWAY = "spring.flyway.locations=classpath:io/taskqueue/flyway/{vendor}";

    private final TestDatabase database = PostgresServer.database();

    @Test
    void doesNotStartWithoutItsTables(CapturedOutput output) {
        assertThatException().isThrownBy(() -> start("spring.flyway.enabled=false").close());
        assertThat(output).contains("APPLICATION FAILED TO START",
                "which lacks taskqueue_result, taskqueue_attempt, taskqueue_home, taskqueue_chord, "
                        + "taskqueue_chord_end, taskqueue_chord_body, taskqueue_canvas",
                "taskqueue.schema.initialize=always", "classpath:io/taskqueue/flyway/{vendor}",
                "io/taskqueue/jpa/schema-postgresql.sql", "taskqueue.result.type=memory");
    }

    @Test
    void createsItsTablesWhereItMay() {
        runsATask("spring.flyway.enabled=false", "taskqueue.schema.initialize=always");
        runsATask("spring.flyway.enabled=false", "taskqueue.schema.initialize=always");
        runsATask("spring.flyway.enabled=false", "spring.jpa.hibernate.ddl-auto=validate");
    }

    @Test
    void findsTheTablesThatFlywayCreates() {
        runsATask(FLYWAY, "spring.jpa.hibernate.ddl-auto=validate");
        runsATask(FLYWAY, "taskqueue.schema.initialize=never");
    }

    @Test
    void createsItsTablesBesideFlyway() {
        runsATask("taskqueue.schema.initialize=always");
        runsATask("spring.jpa.hibernate.ddl-auto=validate");
    }

    @Test
    void usesTheTablesThatHibernateCreates() {
        runsATask("spring.flyway.enabled=false", "spring.jpa.hibernate.ddl-auto=update");
    }

    private void runsATask(String... properties) {
        try (ConfigurableApplicationContext context = start(properties)) {
            assertThat(context.getBean(ResultBackend.class)).isInstanceOf(JpaResultBackend.class);
            AsyncResult<Integer> sum = EmbeddedDefaultTests.add(context);
            assertThat(sum.get(Duration.ofSeconds(20))).isEqualTo(5);
            assertThat(new JdbcTemplate(this.database)
                .queryForObject("select state from taskqueue_result where task_id = ?", String.class, sum.id()))
                .isEqualTo("SUCCESS");
        }
    }

    private ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties("spring.datasource.url=" + this.database.url(),
                    "spring.rabbitmq.listener.simple.auto-startup=false")
            .properties(properties)
            .run();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan("shop.without.entities")
    @Import(Shop.class)
    static class Application {

    }

}
