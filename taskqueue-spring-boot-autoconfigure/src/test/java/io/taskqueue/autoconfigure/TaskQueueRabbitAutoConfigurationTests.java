package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.taskqueue.TaskOperations;
import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.rabbit.RabbitBroadcast;
import io.taskqueue.rabbit.RabbitBroker;
import io.taskqueue.rabbit.RpcResultBackend;
import io.taskqueue.redis.RedisResultBackend;
import io.taskqueue.redis.RedisWishes;
import io.taskqueue.result.ResultBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What becomes of an application that asks for RabbitMQ; none is there, nor needed. */
class TaskQueueRabbitAutoConfigurationTests {

    private static final String URL = "taskqueue.broker.url=amqp://shop:secret@tasks.example:5673/orders";

    private final ApplicationContextRunner application = Contexts.plain()
        .withConfiguration(AutoConfigurations.of(RabbitAutoConfiguration.class))
        .withPropertyValues("taskqueue.worker.enabled=false");

    @Test
    void doesNothingUnlessAskedTo() {
        this.application.withPropertyValues("taskqueue.worker.enabled=true").run((context) -> {
            assertThat(context).getBean(Broker.class).isInstanceOf(MemoryBroker.class);
            assertThat(context.getBeanFactory().containsSingleton("taskQueueRabbit")).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { URL, "taskqueue.broker.url=amqps://tasks.example", "taskqueue.broker.type=rabbit" })
    void carriesMessagesThroughRabbitWhereAsked(String property) {
        this.application.withPropertyValues(property).run((context) -> {
            assertThat(context).getBean(Broker.class).isInstanceOf(RabbitBroker.class);
            assertThat(context).getBean(Broadcast.class).isInstanceOf(RabbitBroadcast.class);
        });
    }

    @Test
    void leavesTheApplicationsOwnConnectionAlone() {
        this.application.withPropertyValues(URL, "spring.rabbitmq.host=mail.example").run((context) -> {
            assertThat(context.getBeanNamesForType(ConnectionFactory.class)).containsExactly("rabbitConnectionFactory");
            assertThat(context.getBean(CachingConnectionFactory.class).getHost()).isEqualTo("mail.example");
            assertThat(context.getBean(Broker.class).description()).isEqualTo("amqp://tasks.example:5673/orders");
        });
    }

    @Test
    void sendsResultsThroughRabbitWhereAsked() {
        this.application.withPropertyValues(URL, "taskqueue.result.type=rpc").run((context) -> {
            assertThat(context).getBean(ResultBackend.class).isInstanceOf(RpcResultBackend.class);
            assertThat(context.getBean(ResultBackend.class).description())
                .isEqualTo("rpc (amqp://tasks.example:5673/orders)");
        });
    }

    @Test
    void refusesToSendResultsThroughRabbitWithoutIt() {
        this.application.withPropertyValues("taskqueue.result.type=rpc")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(TaskQueueStartException.class)
                .hasMessageContaining("the broker is not RabbitMQ"));
    }

    @Test
    void refusesAnAddressForResultsThatRabbitSends() {
        this.application.withPropertyValues(URL, "taskqueue.result.type=rpc", "taskqueue.result.url=redis://elsewhere")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(TaskQueueStartException.class)
                .hasMessageContaining("taskqueue.result.url"));
    }

    @Test
    void usesTheConnectionThatBootMakes() {
        this.application.withPropertyValues("taskqueue.broker.type=rabbit", "spring.rabbitmq.host=mail.example")
            .run((context) -> assertThat(context.getBean(Broker.class).description()).contains("mail.example:5672"));
    }

    @Test
    void usesTheMarkedConnection() {
        this.application.withUserConfiguration(Marked.class)
            .withPropertyValues("taskqueue.broker.type=rabbit")
            .run((context) -> assertThat(context.getBean(Broker.class).description()).contains("chosen.example"));
    }

    @Test
    void keepsWishesWithResultsInRedis() {
        this.application.withPropertyValues(URL, "taskqueue.result.url=redis://results.example").run((context) -> {
            assertThat(context).getBean(ResultBackend.class).isInstanceOf(RedisResultBackend.class);
            assertThat(context).getBean(Wishes.class).isInstanceOf(RedisWishes.class);
        });
    }

    @Test
    void saysWhatIsMissingForARevocation() {
        this.application.withPropertyValues(URL).run((context) -> {
            Wishes wishes = context.getBean(Wishes.class);
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> wishes.pause("taskqueue"))
                .withMessageContaining("taskqueue.result.url=redis://");
            assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> wishes.revoke(List.of("a"), Duration.ofDays(1)))
                .withMessageContaining("Revoking a task needs a store beside RabbitMQ");
            assertThat(context).hasSingleBean(TaskOperations.class);
        });
    }

    @Test
    void warnsOfTasksThatOutliveTheConsumerTimeout() {
        try (LogRecorder log = new LogRecorder("io.taskqueue")) {
            this.application.withUserConfiguration(Shop.class)
                .withPropertyValues(URL, "taskqueue.time-limit=1h")
                .run((context) -> assertThat(log.lines(Level.WARN))
                    .anyMatch((line) -> line.contains("consumer_timeout") && line.contains("PT1H")));
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            amqp://localhost,                    false, localhost, 5672, /, -, -
            AMQPS://tasks.example,               true, tasks.example, 5671, /, -, -
            amqp://shop:secret@rabbit:5673/shop, false, rabbit, 5673, shop, shop, secret
            amqp://shop:a%40b%2F@rabbit/%2F,     false, rabbit, 5672, /, shop, a@b/
            amqp://[::1]:7000/,                  false, ::1, 7000, /, -, -
            """)
    void readsAddresses(String text, boolean tls, String host, int port, String vhost, String user, String password) {
        assertThat(RabbitAddress.of(new Address("taskqueue.broker.url", text)))
            .isEqualTo(new RabbitAddress(tls, host, port, vhost, user, password))
            .asString()
            .doesNotContain("secret");
    }

    @Configuration(proxyBeanMethods = false)
    static class Marked {

        @Bean(defaultCandidate = false)
        @TaskQueueRabbit
        CachingConnectionFactory tasks() {
            return new CachingConnectionFactory("chosen.example");
        }

    }

}
