package io.taskqueue.rabbit;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.rabbit.RabbitBroker.QueueType;
import io.taskqueue.servers.JavaProcess;
import io.taskqueue.servers.RabbitServer;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that calls, killed in the middle of a batch. */
class RabbitPublisherDeathTests {

    private static final int BATCH = 50;

    private final RabbitBrokers brokers = new RabbitBrokers();

    private final String queue = "death-" + this.brokers.options.prefix();

    /** Sends batch after batch, and says a line for each that was taken over. */
    public static void main(String[] arguments) {
        RabbitBroker broker = new RabbitBroker(
                new RabbitConnections(new CachingConnectionFactory(URI.create(arguments[0])), Duration.ofSeconds(5)),
                new RabbitBroker.Options(QueueType.valueOf(arguments[2]), null, QueueType.QUORUM,
                        Duration.ofMinutes(30), 50, ""),
                MessageCodec.standard(), TimeSource.system());
        for (int batch = 0; true; batch++) {
            int first = batch * BATCH;
            boolean taken = broker
                .publish(IntStream.range(first, first + BATCH)
                    .mapToObj((number) -> message("m" + number, arguments[1]))
                    .toList())
                .stream()
                .allMatch((answer) -> answer.isDone());
            if (taken) {
                System.out.println("taken " + first);
                System.out.flush();
            }
        }
    }

    private static TaskMessage message(String id, String queue) {
        return new TaskMessage(id, "shop.count", queue, Payload.json("[[],{},{}]".getBytes()), TaskHeaders.none(), null,
                null, null);
    }

    @AfterEach
    void clear() {
        this.brokers.close();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G1")
    @Tag("W1")
    void everyMessageWhoseCallReturnedIsThere(QueueType type) throws InterruptedException {
        String log;
        try (JavaProcess caller = JavaProcess.start(RabbitPublisherDeathTests.class,
                List.of(RabbitServer.url(), this.queue, type.name()))) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> caller.log().lines().count() >= 20);
            caller.kill();
            log = caller.log();
        }
        Set<String> taken = log.lines()
            .filter((line) -> line.startsWith("taken "))
            .map((line) -> Integer.parseInt(line.substring(6)))
            .flatMap((first) -> IntStream.range(first, first + BATCH).mapToObj((number) -> "m" + number))
            .collect(Collectors.toSet());
        assertThat(taken).hasSizeGreaterThanOrEqualTo(10 * BATCH);
        assertThat(received()).containsAll(taken);
    }

    private Set<String> received() throws InterruptedException {
        Set<String> received = new HashSet<>();
        try (Consumer consumer = this.brokers.open().consume(new ConsumerOptions("worker@test", 100_000, false))) {
            List<Delivery> some = consumer.receive(Set.of(this.queue), 1_000, Duration.ofSeconds(5));
            while (!some.isEmpty()) {
                some.forEach((delivery) -> received.add(((Content.Readable) delivery.content()).message().id()));
                some = consumer.receive(Set.of(this.queue), 1_000, Duration.ofSeconds(2));
            }
        }
        return received;
    }

}
