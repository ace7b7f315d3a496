package io.taskqueue.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationContext;

import io.taskqueue.broker.Broker;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Passwords are for Redis, and for nobody who reads what an application says of itself.
 */
@Tag("S36")
class RedisCredentialsTests {

    private static final RedisProcess REDIS = RedisServer.start();

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void wantPasswords() {
        REDIS.cli("ACL", "SETUSER", "canaryuser", "on", ">canary-of-shop", "~*", "&*", "+@all");
        REDIS.cli("CONFIG", "SET", "requirepass", "canary@/?#");
    }

    @AfterAll
    static void stop() {
        REDIS.close();
    }

    @ParameterizedTest
    @CsvSource({ ":canary%40%2F%3F%23, true", "canaryuser:canary-of-shop, true", ":canary-wrong, false",
            "canaryuser:canary-wrong, false" })
    void areSaidNowhere(String credentials, boolean right) {
        String url = REDIS.url().replace("://", "://" + credentials + "@");
        listen(() -> Contexts.plain()
            .withConfiguration(AutoConfigurations.of(TaskQueueHealthAutoConfiguration.class))
            .withUserConfiguration(Shop.class)
            .withPropertyValues("taskqueue.broker.url=" + url, "taskqueue.broker.publish-timeout=2s")
            .run((context) -> {
                Throwable failure = catchThrowable(() -> EmbeddedDefaultTests.add(context).get(Duration.ofSeconds(20)));
                assertThat(failure == null).isEqualTo(right);
                assertThat(said(context)).noneMatch((words) -> words.contains("canary"));
                assertThat(stack(failure)).doesNotContain("canary");
            }));
        assertThat(this.log.list).isNotEmpty()
            .extracting(RedisCredentialsTests::line)
            .noneMatch((line) -> line.contains("canary"));
    }

    private void listen(Runnable action) {
        Logger ours = (Logger) LoggerFactory.getLogger("io.taskqueue");
        Level before = ours.getLevel();
        this.log.start();
        ours.setLevel(Level.TRACE);
        Logger all = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        all.addAppender(this.log);
        try {
            action.run();
        }
        finally {
            all.detachAppender(this.log);
            ours.setLevel(before);
        }
    }

    private static List<String> said(ApplicationContext context) {
        Health health = context.getBean("taskqueueHealthContributor", HealthIndicator.class).health();
        String threads = Thread.getAllStackTraces()
            .keySet()
            .stream()
            .map(Thread::getName)
            .collect(Collectors.joining());
        return List.of(health.getDetails().toString(), context.getBean(TaskQueueProperties.class).toString(),
                context.getBean(Broker.class).description(), context.getBean(Broker.class).toString(),
                context.getBean(ResultBackend.class).description(),
                context.getBean(TaskRedis.class).broker().toString(), threads);
    }

    private static String line(ILoggingEvent event) {
        return event.getFormattedMessage()
                + ((event.getThrowableProxy() != null) ? ThrowableProxyUtil.asString(event.getThrowableProxy()) : "");
    }

    private static String stack(Throwable failure) {
        StringWriter text = new StringWriter();
        if (failure != null) {
            failure.printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }

}
