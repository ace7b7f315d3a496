package io.taskqueue.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** The applications most tests begin with. */
final class Contexts {

    private static final AutoConfigurations OURS = AutoConfigurations.of(TaskQueueAutoConfiguration.class,
            TaskQueueJdbcAutoConfiguration.class, TaskQueueJpaAutoConfiguration.class,
            TaskQueueMemoryAutoConfiguration.class, TaskQueueRabbitAutoConfiguration.class,
            TaskQueueRedisAutoConfiguration.class, TaskQueueWorkerAutoConfiguration.class,
            TaskQueueControlAutoConfiguration.class, TaskQueueBeatAutoConfiguration.class);

    private static final AutoConfigurations JPA = AutoConfigurations.of(DataSourceAutoConfiguration.class,
            DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
            TransactionAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
            DataJpaRepositoriesAutoConfiguration.class);

    private Contexts() {
    }

    /** Nothing but our starter. */
    static ApplicationContextRunner plain() {
        return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
            .withConfiguration(OURS)
            .withPropertyValues("spring.application.name=shop", "taskqueue.worker.shutdown-timeout=5s");
    }

    /** A web application without a server. */
    static WebApplicationContextRunner web() {
        return new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
            .withConfiguration(OURS);
    }

    /** With JPA on an embedded H2 of its own. */
    static ApplicationContextRunner h2() {
        return plain().withConfiguration(JPA).withUserConfiguration(Application.class);
    }

    /**
     * Where Boot looks for entities unless told otherwise, as every application has it.
     */
    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackages = "shop.without.entities")
    static class Application {

    }

}
