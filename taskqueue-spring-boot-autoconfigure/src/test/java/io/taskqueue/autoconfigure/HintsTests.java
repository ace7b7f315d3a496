package io.taskqueue.autoconfigure;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.javapoet.ClassName;

import io.taskqueue.jpa.entity.TaskResultEntity;

import static org.assertj.core.api.Assertions.assertThat;

/** A native image keeps what is only found by its name. */
class HintsTests {

    @ParameterizedTest
    @ValueSource(strings = { "io/taskqueue/jpa/schema-*.sql", "io/taskqueue/flyway/*/*.sql" })
    void keepsEveryScript(String scripts) throws IOException {
        RuntimeHints hints = new RuntimeHints();
        new SchemaHints().registerHints(hints, getClass().getClassLoader());
        var found = new PathMatchingResourcePatternResolver().getResources("classpath*:" + scripts);
        assertThat(found).hasSizeGreaterThanOrEqualTo(4).allSatisfy((script) -> {
            String url = script.getURL().toString();
            assertThat(RuntimeHintsPredicates.resource().forResource(url.substring(url.indexOf("io/taskqueue/"))))
                .accepts(hints);
        });
    }

    @Test
    void keepsTheFilesOfTheDashboard() throws IOException {
        RuntimeHints hints = new RuntimeHints();
        new DashboardHints().registerHints(hints, getClass().getClassLoader());
        var found = new PathMatchingResourcePatternResolver().getResources("classpath*:META-INF/taskqueue-dashboard/*");
        assertThat(found).hasSizeGreaterThan(10)
            .allSatisfy((file) -> assertThat(
                    RuntimeHintsPredicates.resource().forResource("META-INF/taskqueue-dashboard/" + file.getFilename()))
                .accepts(hints));
    }

    @Test
    void generatesTheApplicationAheadOfTime() throws ReflectiveOperationException {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get(Application.class)), files);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(Application.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();
        assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
            .anyMatch((source) -> source.contains("TaskQueueAutoConfiguration__BeanDefinitions"))
            .anyMatch((source) -> source.contains("TaskQueueJpaAutoConfiguration__BeanDefinitions"));
        assertThat(RuntimeHintsPredicates.resource().forResource("io/taskqueue/jpa/schema-h2.sql"))
            .accepts(generation.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.resource().forResource("io/taskqueue/redis/claim.lua"))
            .accepts(generation.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection()
            .onMethodInvocation(Shop.Tasks.class.getDeclaredMethod("add", Integer.class, Integer.class)))
            .accepts(generation.getRuntimeHints());
        assertThat(RuntimeHintsPredicates.reflection().onType(TaskResultEntity.class))
            .accepts(generation.getRuntimeHints());
    }

    @Configuration(proxyBeanMethods = false)
    @Import({ Shop.class, Contexts.Application.class })
    @ImportAutoConfiguration({ DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
            TaskQueueAutoConfiguration.class, TaskQueueJpaAutoConfiguration.class,
            TaskQueueMemoryAutoConfiguration.class, TaskQueueRedisAutoConfiguration.class,
            TaskQueueWorkerAutoConfiguration.class })
    static class Application {

    }

}
