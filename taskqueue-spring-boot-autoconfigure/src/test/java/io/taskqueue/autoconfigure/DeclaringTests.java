package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskTemplate;
import io.taskqueue.execution.TaskRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tasks are found in every kind of bean, and called the way the bean wants to be called.
 */
class DeclaringTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void callsClassProxiesThroughTheProxy(boolean lazily) {
        run(Contexts.h2().withUserConfiguration(ByClass.class), lazily, (context) -> {
            assertThat(tasks(context).delay(ByClass.Tasks::inTransaction).get(LIMIT)).isTrue();
            assertThat(AopUtils.isCglibProxy(context.getBean("byClass"))).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void callsInterfaceProxiesThroughTheirInterface(boolean lazily) {
        run(byInterface(), lazily, (context) -> {
            assertThat(tasks(context).delay(ByInterface.Api::inTransaction).get(LIMIT)).isTrue();
            assertThat(AopUtils.isJdkDynamicProxy(context.getBean("byInterface"))).isTrue();
        });
    }

    @Test
    void findsInterfaceProxiesWhenAskedBeforeTheyExist() {
        byInterface().withUserConfiguration(Early.class).run((context) -> {
            assertThat(context.getBean(Early.class).found).isTrue();
            assertThat(tasks(context).delay(ByInterface.Api::inTransaction).get(LIMIT)).isTrue();
        });
    }

    @Test
    void refusesMethodsTheProxyDoesNotOffer() {
        byInterface().withUserConfiguration(Hidden.class)
            .run((context) -> assertThat(context).getFailure()
                .hasMessageContaining("Hidden$Tasks.notInTheInterface")
                .hasMessageContaining("is a proxy that does not offer the method"));
    }

    @Test
    void createsLazyBeansAtTheirFirstTask() {
        Contexts.plain().withUserConfiguration(LazyShop.class).run((context) -> {
            assertThat(context.getBeanFactory().containsSingleton("lazily")).isFalse();
            assertThat(tasks(context).delay(LazyShop.Tasks::number).get(LIMIT)).isEqualTo(42);
            assertThat(context.getBeanFactory().containsSingleton("lazily")).isTrue();
        });
    }

    @Test
    void createsAPrototypeForEachRun() {
        Contexts.plain().withUserConfiguration(PrototypeShop.class).run((context) -> {
            assertThat(tasks(context).delay(PrototypeShop.Tasks::number).get(LIMIT)).isEqualTo(1);
            assertThat(tasks(context).delay(PrototypeShop.Tasks::number).get(LIMIT)).isEqualTo(2);
        });
    }

    @Test
    void findsScopedBeansOnce() {
        Contexts.plain()
            .withInitializer((context) -> context.getBeanFactory().registerScope("worker", new SimpleThreadScope()))
            .withUserConfiguration(ScopedShop.class)
            .run((context) -> {
                assertThat(context.getBean(TaskRegistry.class).all()).hasSize(1);
                assertThat(tasks(context).delay(ScopedShop.Tasks::number).get(LIMIT)).isEqualTo(7);
            });
    }

    @Test
    void resolvesPlaceholdersInNamesAndQueues() {
        Contexts.plain()
            .withPropertyValues("tenant=north")
            .withUserConfiguration(Placeholders.class)
            .run((context) -> assertThat(context.getBean(TaskRegistry.class).find("north.report")).get()
                .satisfies((task) -> assertThat(task.options().queue()).isEqualTo("reports-north")));
    }

    private static ApplicationContextRunner byInterface() {
        return Contexts.h2()
            .withPropertyValues("spring.aop.proxy-target-class=false")
            .withUserConfiguration(ByInterface.class);
    }

    private static void run(ApplicationContextRunner runner, boolean lazily, Claim claim) {
        runner.withInitializer((context) -> {
            if (lazily) {
                context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
            }
        }).run(claim::check);
    }

    private static TaskTemplate tasks(AssertableApplicationContext context) {
        return context.getBean(TaskTemplate.class);
    }

    private interface Claim {

        void check(AssertableApplicationContext context) throws Throwable;

    }

    @Configuration(proxyBeanMethods = false)
    static class ByClass {

        @Bean
        Tasks byClass() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask
            @Transactional
            Boolean inTransaction() {
                return TransactionSynchronizationManager.isActualTransactionActive();
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class ByInterface {

        @Bean
        Tasks byInterface() {
            return new Tasks();
        }

        interface Api {

            Boolean inTransaction();

        }

        static class Tasks implements Api {

            @Override
            @SharedTask
            @Transactional
            public Boolean inTransaction() {
                return TransactionSynchronizationManager.isActualTransactionActive();
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Early {

        final boolean found;

        Early(TaskRegistry registry) {
            this.found = registry.find("byInterface.inTransaction").isPresent();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Hidden {

        @Bean
        Tasks hidden() {
            return new Tasks();
        }

        static class Tasks implements ByInterface.Api {

            @Override
            @Transactional
            public Boolean inTransaction() {
                return true;
            }

            @SharedTask
            public void notInTheInterface() {
                throw new IllegalStateException("nobody can call this");
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class LazyShop {

        @Bean
        @Lazy
        Tasks lazily() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask
            Integer number() {
                return 42;
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class PrototypeShop {

        private final AtomicInteger made = new AtomicInteger();

        @Bean
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        Tasks prototype() {
            return new Tasks(this.made.incrementAndGet());
        }

        static class Tasks {

            private final int number;

            Tasks(int number) {
                this.number = number;
            }

            @SharedTask
            Integer number() {
                return this.number;
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class ScopedShop {

        @Bean
        @Scope(scopeName = "worker", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Tasks scoped() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask
            Integer number() {
                return 7;
            }

        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Placeholders {

        @Bean
        Tasks placeholders() {
            return new Tasks();
        }

        static class Tasks {

            @SharedTask(name = "${tenant}.report", queue = "reports-${tenant}")
            void report() {
                throw new IllegalStateException("never run here");
            }

        }

    }

}
