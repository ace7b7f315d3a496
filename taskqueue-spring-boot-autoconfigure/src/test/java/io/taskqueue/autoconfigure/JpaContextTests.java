package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

import io.taskqueue.TaskTemplate;
import io.taskqueue.autoconfigure.elsewhere.Invoice;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.jpa.entity.TaskResultEntity;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskFilter;
import io.taskqueue.result.TaskSearch;

import static org.assertj.core.api.Assertions.assertThat;

/** Results in the application's database, in every arrangement of its persistence. */
class JpaContextTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    @Tag("smoke")
    void keepsResultsInTheApplicationsDatabase() {
        Contexts.h2().withUserConfiguration(Shop.class).run((context) -> {
            assertThat(context).getBean(ResultBackend.class).isInstanceOf(JpaResultBackend.class);
            String id = run(context);
            assertThat(context.getBean(JdbcTemplate.class)
                .queryForObject("select state from taskqueue_result where task_id = ?", String.class, id))
                .isEqualTo("SUCCESS");
        });
    }

    @Test
    void findsTasksThroughSearchAndJpql() {
        Contexts.h2().withUserConfiguration(Shop.class).run((context) -> {
            String id = run(context);
            assertThat(context.getBean(TaskSearch.class).search(TaskFilter.all(), null, 10).tasks()).hasSize(1);
            try (EntityManager entities = context.getBean(EntityManagerFactory.class).createEntityManager()) {
                assertThat(entities
                    .createQuery("select r.taskName from TaskqueueResult r where r.taskId = :id", String.class)
                    .setParameter("id", id)
                    .getSingleResult()).isEqualTo("shop.add");
            }
        });
    }

    @Test
    void livesBesideTheApplicationsEntities() {
        Contexts.h2().withUserConfiguration(Shop.class, OwnEntities.class).run((context) -> {
            assertThat(entities(context)).contains(Invoice.class, TaskResultEntity.class);
            run(context);
        });
    }

    @Test
    void livesBesideAnEntityScanElsewhere() {
        Contexts.h2().withUserConfiguration(Shop.class, ScannedElsewhere.class).run((context) -> {
            assertThat(entities(context)).contains(Invoice.class, TaskResultEntity.class);
            run(context);
        });
    }

    @Test
    void staysOutOfThePersistenceUnitUnlessChosen() {
        Contexts.h2()
            .withPropertyValues("taskqueue.result.type=memory")
            .withUserConfiguration(Shop.class, OwnEntities.class)
            .run((context) -> {
                assertThat(context).getBean(ResultBackend.class).isInstanceOf(MemoryResultBackend.class);
                assertThat(entities(context)).contains(Invoice.class).doesNotContain(TaskResultEntity.class);
                assertThat(context).doesNotHaveBean(TaskQueueSchemaInitializer.class);
            });
    }

    @Test
    void worksWithLazyInitialization() {
        Contexts.h2()
            .withInitializer(
                    (context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
            .withUserConfiguration(Shop.class)
            .run((context) -> {
                assertThat(context).getBean(ResultBackend.class).isInstanceOf(JpaResultBackend.class);
                run(context);
            });
    }

    @Test
    void acceptsItsOwnTablesOnValidation() {
        Contexts.h2()
            .withPropertyValues("spring.jpa.hibernate.ddl-auto=validate")
            .withUserConfiguration(Shop.class)
            .run(JpaContextTests::run);
    }

    @Test
    void usesTheTablesThatHibernateCreates() {
        Contexts.h2()
            .withPropertyValues("spring.jpa.hibernate.ddl-auto=create-drop", "taskqueue.schema.initialize=never")
            .withUserConfiguration(Shop.class)
            .run((context) -> {
                assertThat(context).doesNotHaveBean(TaskQueueSchemaInitializer.class);
                run(context);
            });
    }

    @Test
    void writesEverythingBeforeHibernateDropsTheTables() {
        try (LogRecorder log = new LogRecorder("io.taskqueue")) {
            Contexts.h2()
                .withPropertyValues("spring.jpa.hibernate.ddl-auto=create-drop", "taskqueue.worker.enabled=false")
                .withUserConfiguration(Shop.class, WorkerContextTests.Sharing.class, LateCaller.class)
                .run((context) -> assertThat(context).hasNotFailed());
            assertThat(log.lines(Level.WARN)).isEmpty();
        }
    }

    @Test
    void prefersThePrimaryOfTwoDataSources() {
        Contexts.h2().withUserConfiguration(Shop.class, PrimaryAndOther.class).run((context) -> {
            String id = run(context);
            assertThat(count(context.getBean("orders", DataSource.class), id)).isOne();
        });
    }

    @Test
    void prefersTheMarkedOfTwoDataSources() {
        Contexts.h2().withUserConfiguration(Shop.class, PrimaryAndMarked.class).run((context) -> {
            String id = run(context);
            assertThat(count(context.getBean("forTasks", DataSource.class), id)).isOne();
            assertThat(context.getBean(DataSource.class)).isSameAs(context.getBean("orders"));
        });
    }

    @Test
    void keepsResultsInMemoryBetweenEqualDataSources() {
        try (LogRecorder log = new LogRecorder(UndecidedDataSource.class.getName())) {
            Contexts.h2().withUserConfiguration(Shop.class, TwoEqual.class).run((context) -> {
                assertThat(context).getBean(ResultBackend.class).isInstanceOf(MemoryResultBackend.class);
                run(context);
            });
            assertThat(log.lines(Level.WARN)).singleElement(InstanceOfAssertFactories.STRING)
                .contains("@TaskQueueDataSource", "taskqueue.result.type=memory");
        }
    }

    @Test
    void refusesToChooseBetweenEqualDataSources() {
        Contexts.h2()
            .withPropertyValues("taskqueue.result.type=jpa")
            .withUserConfiguration(Shop.class, TwoEqual.class)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(TaskQueueStartException.class)
                .hasMessageContaining("@TaskQueueDataSource"));
    }

    @Test
    void storesThoughAHandMadeUnitLacksItsEntities() {
        try (LogRecorder log = new LogRecorder(JpaTablesCheck.class.getName())) {
            Contexts.h2().withUserConfiguration(Shop.class, HandMade.class).run((context) -> {
                assertThat(entities(context)).contains(Invoice.class).doesNotContain(TaskResultEntity.class);
                run(context);
            });
            assertThat(log.lines(Level.WARN)).singleElement(InstanceOfAssertFactories.STRING)
                .contains("No persistence unit maps TaskResultEntity", "add the package io.taskqueue.jpa.entity");
        }
    }

    private static String run(AssertableApplicationContext context) {
        var sum = context.getBean(TaskTemplate.class).delay(Shop.Tasks::add, 2, 3);
        assertThat(sum.get(LIMIT)).isEqualTo(5);
        return sum.id();
    }

    private static Set<Class<?>> entities(AssertableApplicationContext context) {
        return context.getBean(EntityManagerFactory.class)
            .getMetamodel()
            .getEntities()
            .stream()
            .map((entity) -> entity.getJavaType())
            .collect(Collectors.toSet());
    }

    private static Integer count(DataSource dataSource, String id) {
        return new JdbcTemplate(dataSource).queryForObject("select count(*) from taskqueue_result where task_id = ?",
                Integer.class, id);
    }

    private static DataSource h2() {
        return new EmbeddedDatabaseBuilder().generateUniqueName(true).setType(EmbeddedDatabaseType.H2).build();
    }

    private static LocalContainerEntityManagerFactoryBean unit(DataSource dataSource) {
        LocalContainerEntityManagerFactoryBean unit = new LocalContainerEntityManagerFactoryBean();
        unit.setDataSource(dataSource);
        unit.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        unit.setPackagesToScan(Invoice.class.getPackageName());
        return unit;
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage(basePackageClasses = Invoice.class)
    static class OwnEntities {

    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Invoice.class)
    static class ScannedElsewhere {

    }

    /** Calls tasks when the context closes, and exists before any persistence unit. */
    @Configuration(proxyBeanMethods = false)
    static class LateCaller {

        private final TaskTemplate tasks;

        LateCaller(TaskTemplate tasks) {
            this.tasks = tasks;
        }

        @EventListener
        void on(ContextClosedEvent event) {
            for (int i = 0; i < 3_000; i++) {
                this.tasks.delay(Shop.Tasks::add, i, i);
            }
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryAndOther {

        @Bean
        @Primary
        DataSource orders() {
            return h2();
        }

        @Bean
        DataSource archive() {
            return h2();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryAndMarked {

        @Bean
        DataSource orders() {
            return h2();
        }

        @Bean(defaultCandidate = false)
        @TaskQueueDataSource
        DataSource forTasks() {
            return h2();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class TwoEqual {

        @Bean
        DataSource orders() {
            return h2();
        }

        @Bean
        DataSource archive() {
            return h2();
        }

        @Bean
        LocalContainerEntityManagerFactoryBean entityManagerFactory(@Qualifier("orders") DataSource orders) {
            return unit(orders);
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class HandMade {

        @Bean
        LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
            return unit(dataSource);
        }

    }

}
