package io.taskqueue.autoconfigure;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.taskqueue.autoconfigure.TaskQueueProperties.BrokerType;
import io.taskqueue.autoconfigure.TaskQueueProperties.ResultType;

/**
 * Memory takes what nobody else took, but never in the place of what was asked for: that
 * stops the start.
 */
final class LastResort {

    private LastResort() {
    }

    static void forMessages(TaskQueueProperties.Broker asked) {
        Address url = Address.of("taskqueue.broker.url", asked.url());
        if (OnRedisBroker.chosen(asked)) {
            throw withoutClient((url != null) ? url.key() : "taskqueue.broker.type");
        }
        if (OnRabbitBroker.chosen(asked)) {
            throw withoutSpringAmqp((url != null) ? url.key() : "taskqueue.broker.type");
        }
        requireNone(url, asked.type());
        if (asked.type() == BrokerType.JDBC) {
            throw withoutDatabase();
        }
    }

    static void forResults(TaskQueueProperties.Result asked) {
        Address url = Address.of("taskqueue.result.url", asked.url());
        ResultType type = asked.type();
        if (OnRedisBroker.redis((type != null) ? type.name() : null, asked.url())) {
            throw withoutClient((url != null) ? url.key() : "taskqueue.result.type");
        }
        requireNone(url, type);
        if (type == ResultType.JPA) {
            throw withoutJpa();
        }
        if (type == ResultType.RPC) {
            throw new TaskQueueStartException("taskqueue.result.type is rpc, and the broker is not RabbitMQ.",
                    "Set taskqueue.broker.url=amqp://… or another taskqueue.result.type.");
        }
    }

    /** For results that go where the messages go. */
    static void requireNoAddress(TaskQueueProperties.Result asked) {
        requireNone(Address.of("taskqueue.result.url", asked.url()), asked.type());
    }

    /** An address nobody looks at would be a silent fall-back. */
    static void requireNone(@Nullable Address url, @Nullable Enum<?> type) {
        if (url != null) {
            boolean known = url.redis() || (url.rabbit() && url.key().equals("taskqueue.broker.url"));
            throw (type != null && known) ? url.contradicts(type.name().toLowerCase(Locale.ROOT)) : url.unknown();
        }
    }

    private static TaskQueueStartException withoutClient(String key) {
        return new TaskQueueStartException(
                key + " asks for Redis, and Spring Data Redis or its client, Lettuce, is not on the class path.",
                "Add the dependency org.springframework.boot:spring-boot-starter-data-redis, which brings both.");
    }

    private static TaskQueueStartException withoutDatabase() {
        return new TaskQueueStartException(
                "taskqueue.broker.type is jdbc, and this application has no DataSource, or several none of which is"
                        + " primary.",
                """
                        Do one of these:

                            - add org.springframework.boot:spring-boot-starter-jdbc or -data-jpa and a JDBC driver
                            - mark one of several DataSource beans with @TaskQueueDataSource
                            - set another taskqueue.broker.type""");
    }

    private static TaskQueueStartException withoutSpringAmqp(String key) {
        return new TaskQueueStartException(
                key + " asks for RabbitMQ, and Spring AMQP or RabbitMQ's client is not on the class path.",
                "Add the dependency org.springframework.boot:spring-boot-starter-amqp (from Boot 4.2 on"
                        + " spring-boot-starter-rabbitmq), which brings both.");
    }

    private static TaskQueueStartException withoutJpa() {
        return new TaskQueueStartException(
                "taskqueue.result.type is jpa, and this application has no EntityManagerFactory, or several DataSource"
                        + " beans none of which is primary.",
                """
                        Do one of these:

                            - add org.springframework.boot:spring-boot-starter-data-jpa and a JDBC driver
                            - mark one of several DataSource beans with @TaskQueueDataSource
                            - set taskqueue.result.type=memory""");
    }

}
