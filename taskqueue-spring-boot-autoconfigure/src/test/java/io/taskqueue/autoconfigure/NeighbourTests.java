package io.taskqueue.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has everything else too: none of it is replaced, and none of it
 * starved.
 */
class NeighbourTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void replacesNoBeanOfTheApplication() {
        Map<String, Class<?>> without;
        Map<Class<?>, Set<String>> candidates;
        try (ConfigurableApplicationContext context = start("spring.autoconfigure.exclude=" + ours())) {
            assertThat(context.getBeansOfType(TaskTemplate.class)).isEmpty();
            without = beans(context);
            candidates = candidates(context);
        }
        try (ConfigurableApplicationContext context = start()) {
            assertThat(context.getBeansOfType(TaskTemplate.class)).hasSize(1);
            assertThat(beans(context)).containsAllEntriesOf(without);
            assertThat(candidates(context)).isEqualTo(candidates);
        }
    }

    @Test
    void starvesNobodyWhileAllItsSlotsAreTaken() throws Exception {
        try (ConfigurableApplicationContext context = start("taskqueue.worker.concurrency=4",
                "spring.datasource.hikari.maximum-pool-size=3", "spring.datasource.hikari.connection-timeout=5000")) {
            Shop.Tasks shop = context.getBean(Shop.Tasks.class);
            List<AsyncResult<Void>> blocking = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                blocking.add(context.getBean(TaskTemplate.class).delay(Shop.Tasks::await));
            }
            assertThat(shop.begun.await(20, TimeUnit.SECONDS)).isTrue();
            Everything everything = context.getBean(Everything.class);
            assertThat(context.getBean(Background.class).work().get(20, TimeUnit.SECONDS)).isEqualTo("done");
            CountDownLatch ticks = everything.nextTicks(3);
            assertThat(ticks.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(context.getBean(JdbcTemplate.class).queryForObject("select 1", Integer.class)).isOne();
            shop.mayEnd.countDown();
            assertThat(blocking).allSatisfy((task) -> assertThat(task.get(LIMIT)).isNull());
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Everything.class).bannerMode(Banner.Mode.OFF)
            .properties("server.port=0", "spring.rabbitmq.listener.simple.auto-startup=false",
                    "spring.datasource.generate-unique-name=true", "spring.main.banner-mode=off")
            .properties(properties)
            .run();
    }

    private static String ours() {
        List<String> names = new ArrayList<>();
        ImportCandidates.load(AutoConfiguration.class, NeighbourTests.class.getClassLoader()).forEach((name) -> {
            if (name.startsWith("io.taskqueue.")) {
                names.add(name);
            }
        });
        return String.join(",", names);
    }

    /** Who could be injected where the application asks for one of these. */
    private static Map<Class<?>, Set<String>> candidates(ConfigurableApplicationContext context) {
        Map<Class<?>, Set<String>> candidates = new LinkedHashMap<>();
        for (Class<?> type : List.of(Executor.class, TaskScheduler.class, JsonMapper.class, DataSource.class,
                RabbitTemplate.class, StringRedisTemplate.class, RedisConnectionFactory.class,
                PlatformTransactionManager.class, MeterRegistry.class)) {
            candidates.put(type, Set.of(context.getBeanNamesForType(type)));
            assertThat(candidates.get(type)).as(type.getName()).isNotEmpty();
        }
        return candidates;
    }

    private static Map<String, Class<?>> beans(ConfigurableApplicationContext context) {
        Map<String, Class<?>> beans = new LinkedHashMap<>();
        for (String name : context.getBeanDefinitionNames()) {
            Class<?> type = AopUtils.getTargetClass(context.getBean(name));
            // the classes of lambdas and proxies are made anew in each context
            beans.put(name, type.isHidden() || Proxy.isProxyClass(type) ? Object.class : type);
        }
        return beans;
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableAsync
    @EnableScheduling
    @Import(Shop.class)
    static class Everything {

        private volatile CountDownLatch ticks = new CountDownLatch(0);

        CountDownLatch nextTicks(int count) {
            CountDownLatch next = new CountDownLatch(count);
            this.ticks = next;
            return next;
        }

        @Bean
        Background background() {
            return new Background();
        }

        @Scheduled(fixedRate = 20)
        void tick() {
            this.ticks.countDown();
        }

        @RabbitListener(queues = "orders")
        void order(String order) throws IOException {
            throw new IOException("no broker in this test sends " + order);
        }

    }

    static class Background {

        @Async
        CompletableFuture<String> work() {
            return CompletableFuture.completedFuture("done");
        }

    }

}
