package io.taskqueue.rabbit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskCall;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Checkup;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.rabbit.RabbitBroker.QueueType;
import io.taskqueue.servers.RabbitProcess;
import io.taskqueue.servers.RabbitServer;
import io.taskqueue.servers.TcpProxy;
import io.taskqueue.worker.Engine;
import io.taskqueue.worker.TaskWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A node of RabbitMQ that is killed, alarmed and cut off, and workers that outlive it.
 */
class RabbitTroubleTests {

    private static final Duration SOON = Duration.ofSeconds(40);

    private static final int TASKS = Scale.current().tasks();

    private static RabbitProcess rabbit;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    private final Ledger ledger = new Ledger();

    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();

    private TcpProxy proxy;

    private CachingConnectionFactory factory;

    private Engine engine;

    @BeforeAll
    static void startRabbit() {
        rabbit = RabbitServer.start();
    }

    @AfterAll
    static void stopRabbit() {
        rabbit.close();
    }

    @BeforeEach
    void standBetween() {
        this.proxy = new TcpProxy("127.0.0.1", rabbit.port());
    }

    @AfterEach
    void close() {
        this.engine.close();
        this.factory.destroy();
        this.proxy.close();
    }

    private TaskWorker work(QueueType type) {
        this.factory = new CachingConnectionFactory(
                URI.create(rabbit.url().replace(":" + rabbit.port(), ":" + this.proxy.port())));
        RabbitBroker.Options options = new RabbitBroker.Options(type, null, QueueType.QUORUM, Duration.ofMinutes(30),
                100, "");
        this.engine = Engine.with(this.ledger)
            .broker(new RabbitBroker(new RabbitConnections(this.factory, Duration.ofSeconds(5)), options,
                    MessageCodec.standard(), TimeSource.system()))
            .build();
        return this.engine.work((worker) -> worker.queues(List.of(queue(type))).concurrency(2));
    }

    /** Another one in each test, which no kill of another test has met. */
    private String queue(QueueType type) {
        return "work-" + type + "-" + this.run;
    }

    /** Calls that were not accepted are whatever they are. */
    private void call(int number, QueueType type) {
        try {
            this.engine.tasks.signature(Ledger::write, number).queue(queue(type)).apply();
            this.accepted.add(number);
        }
        catch (BrokerUnavailableException refused) {
            assertThat(this.accepted).doesNotContain(number);
        }
    }

    private void awaitAccepted() {
        Awaitility.await().atMost(SOON).until(() -> this.ledger.runs.keySet().containsAll(this.accepted));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G1")
    @Tag("G2")
    @Tag("G6")
    void killedBrokerHasLostNothingThatItConfirmed(QueueType type) throws Exception {
        work(type);
        Thread killer = new Thread(() -> {
            Awaitility.await().until(() -> this.accepted.size() >= TASKS / 3);
            if (type == QueueType.QUORUM) {
                // killed, 3.10 may leave its only copy without a leader for good
                rabbit.stop();
            }
            else {
                rabbit.kill();
            }
            rabbit.restart();
        });
        killer.start();
        for (int number = 0; number < TASKS; number++) {
            call(number, type);
        }
        killer.join(SOON.toMillis());
        for (int number = TASKS; number < TASKS + 20; number++) {
            call(number, type);
        }
        awaitAccepted();
        assertThat(this.accepted).hasSizeGreaterThan(TASKS / 3);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G1")
    @Tag("G2")
    @Tag("G3")
    void cutConnectionsLoseNothing(QueueType type) {
        work(type);
        for (int number = 0; number < TASKS; number++) {
            call(number, type);
            if (number % 60 == 30) {
                this.proxy.cut();
            }
        }
        awaitAccepted();
        // at each cut there are as many in flight as the worker holds, at most
        assertThat(this.ledger.extraRuns()).isLessThanOrEqualTo((TASKS / 60 + 1) * 22);
        assertThat(rabbit.ctl("list_consumers", "queue_name").lines().filter(queue(type)::equals).count())
            .isLessThanOrEqualTo(1);
    }

    @Test
    @Tag("G6")
    void deletedQueueIsMadeAnewAndServed() {
        TaskWorker worker = work(QueueType.CLASSIC);
        call(1, QueueType.CLASSIC);
        awaitAccepted();
        rabbit.ctl("delete_queue", queue(QueueType.CLASSIC));
        call(2, QueueType.CLASSIC);
        awaitAccepted();
        Awaitility.await().atMost(SOON).until(() -> worker.status().trouble() == null);
    }

    @Test
    @Tag("G1")
    void messageThatIsRefusedForAMomentIsKept() throws Exception {
        work(QueueType.CLASSIC);
        TaskCall<?> call = this.engine.tasks.signature(Ledger::write, 1).queue("narrow");
        call.apply();
        rabbit.ctl("set_policy", "narrow", "^narrow$", "{\"max-length\":1,\"overflow\":\"reject-publish\"}");
        try (Consumer consumer = this.engine.broker.consume(new ConsumerOptions("taker", 10, false))) {
            Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThatExceptionOfType(BrokerUnavailableException.class).isThrownBy(call::apply)
                    .withMessageContaining("could not keep")
                    .satisfies((failure) -> assertThat(failure.maybeSent()).isTrue()));
            CompletableFuture<Void> kept = CompletableFuture.runAsync(call::apply);
            while (!kept.isDone()) {
                List<Delivery> taken = consumer.receive(List.of("narrow"), 1, Duration.ofMillis(100));
                consumer.settle(taken.stream().map((one) -> Completion.of(one, Settlement.acknowledge())).toList());
            }
            kept.get();
        }
        finally {
            rabbit.ctl("clear_policy", "narrow");
        }
    }

    @Test
    @Tag("G6")
    void refusedUserIsToldAndServedOnceAllowed() {
        TaskWorker worker = work(QueueType.CLASSIC);
        call(1, QueueType.CLASSIC);
        awaitAccepted();
        rabbit.ctl("change_password", "guest", "changed");
        this.proxy.cut();
        Awaitility.await()
            .atMost(SOON)
            .until(() -> String.valueOf(worker.status().trouble())
                .contains("does not accept the user or the password"));
        assertThatExceptionOfType(BrokerUnavailableException.class)
            .isThrownBy(() -> this.engine.tasks.delay(Ledger::write, 2))
            .satisfies((failure) -> assertThat(failure.maybeSent()).isFalse());
        rabbit.ctl("change_password", "guest", "guest");
        Awaitility.await().atMost(SOON).until(() -> worker.status().trouble() == null);
        call(3, QueueType.CLASSIC);
        awaitAccepted();
    }

    @Test
    @Tag("G1")
    @Tag("G6")
    void alarmStopsCallsWithItsReasonAndLosesNothing() {
        work(QueueType.CLASSIC);
        for (int number = 0; number < 100; number++) {
            call(number, QueueType.CLASSIC);
        }
        rabbit.ctl("set_vm_memory_high_watermark", "0.000001");
        try {
            // the first one finds out
            call(100, QueueType.CLASSIC);
            long before = System.nanoTime();
            assertThatExceptionOfType(BrokerUnavailableException.class)
                .isThrownBy(() -> this.engine.tasks.delay(Ledger::write, 101))
                .withMessageContaining("low on memory")
                .satisfies((failure) -> assertThat(failure.maybeSent()).isFalse());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
            assertThat(this.engine.broker.capability(Checkup.class).orElseThrow().concerns())
                .anyMatch((concern) -> concern.contains("low on memory"));
            awaitAccepted();
        }
        finally {
            rabbit.ctl("set_vm_memory_high_watermark", "0.4");
        }
        Awaitility.await().atMost(SOON).until(() -> {
            call(102, QueueType.CLASSIC);
            return this.accepted.contains(102);
        });
        awaitAccepted();
    }

    /** What ran, and how often. */
    static class Ledger {

        private final Map<Integer, Integer> runs = new ConcurrentHashMap<>();

        @SharedTask
        void write(int number) {
            this.runs.merge(number, 1, Integer::sum);
        }

        int extraRuns() {
            return this.runs.values().stream().mapToInt((count) -> count - 1).sum();
        }

    }

}
