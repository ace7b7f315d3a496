package io.taskqueue.rabbit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broadcast.Notice;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.ControlWire;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.RabbitProcess;
import io.taskqueue.servers.RabbitServer;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The rights that the documentation prints are enough, and end at the virtual host. */
class RabbitRightsTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Pattern RIGHT = Pattern.compile("\\| (configure|write|read) \\| `([^`]+)`");

    private static RabbitProcess rabbit;

    @BeforeAll
    static void startRabbit() throws IOException {
        rabbit = RabbitServer.start();
        rabbit.ctl("add_vhost", "shop");
        rabbit.ctl("add_user", "shop", "secret");
        Matcher rights = RIGHT.matcher(Files.readString(Path.of("..", "docs", "rabbitmq.md")));
        Map<String, String> patterns = new HashMap<>();
        while (rights.find()) {
            patterns.put(rights.group(1), rights.group(2).replace("\\|", "|"));
        }
        rabbit.ctl("set_permissions", "-p", "shop", "shop", patterns.get("configure"), patterns.get("write"),
                patterns.get("read"));
    }

    @AfterAll
    static void stopRabbit() {
        rabbit.close();
    }

    private static CachingConnectionFactory connect(String user, String vhost) {
        return new CachingConnectionFactory(
                URI.create("amqp://" + user + ":secret@127.0.0.1:" + rabbit.port() + "/" + vhost));
    }

    private static Engine engine(CachingConnectionFactory factory, Object... beans) {
        return parts(factory, beans).build();
    }

    private static Engine.Builder parts(CachingConnectionFactory factory, Object... beans) {
        return Engine.with(beans)
            .broker(new RabbitBroker(new RabbitConnections(factory, Duration.ofSeconds(5)),
                    RabbitBroker.Options.DEFAULT, MessageCodec.standard(), TimeSource.system()));
    }

    private static RpcResultBackend rpc(CachingConnectionFactory factory) {
        return new RpcResultBackend(new RabbitConnections(factory, Duration.ofSeconds(5)), RabbitBroker.Options.DEFAULT,
                new MemoryResultBackend(new MemoryResultBackend.Options(Duration.ofHours(1), Duration.ofHours(1), 100),
                        TimeSource.system()),
                TimeSource.system());
    }

    @Test
    @Tag("S35")
    void documentedRightsAreEnough() throws Exception {
        CachingConnectionFactory factory = connect("shop", "shop");
        Shop shop = new Shop();
        try (Engine engine = engine(factory, shop);
                RabbitBroadcast broadcast = new RabbitBroadcast(new RabbitConnections(factory, Duration.ofSeconds(5)),
                        RabbitBroker.Options.DEFAULT)) {
            engine.work((options) -> options.queues(List.of("mail")).concurrency(1));
            assertThat(engine.tasks.signature(Shop::again).queue("mail").apply().get(SOON)).isEqualTo(2);
            engine.tasks.signature(Shop::refuse).queue("mail").apply();
            DeadLetters letters = engine.broker.capability(DeadLetters.class).orElseThrow();
            Awaitility.await().atMost(SOON).until(() -> letters.count("mail") == 1);
            assertThat(letters.remove(letters.list("mail", 0, 1).stream().map((letter) -> letter.id()).toList()))
                .isOne();
            CountDownLatch heard = new CountDownLatch(1);
            broadcast.listen(Set.of("ping"), (notice) -> heard.countDown());
            broadcast.send(new Notice("ping", Map.of()));
            assertThat(heard.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        finally {
            factory.destroy();
        }
    }

    @Test
    @Tag("S35")
    void documentedRightsAreEnoughForResultsThatAreSent() {
        CachingConnectionFactory factory = connect("shop", "shop");
        try (Engine caller = parts(factory, new Shop()).results(rpc(factory)).build();
                Engine worker = parts(factory, new Shop()).results(rpc(factory)).build()) {
            worker.work((options) -> options.queues(List.of("mail")).concurrency(1));
            assertThat(caller.tasks.signature(Shop::again).queue("mail").apply().get(SOON)).isEqualTo(2);
        }
        finally {
            factory.destroy();
        }
    }

    @Test
    @Tag("S35")
    void documentedRightsAreEnoughForCelerysTools() throws Exception {
        CachingConnectionFactory factory = connect("shop", "shop");
        BlockingQueue<ControlWire.Message> events = new LinkedBlockingQueue<>();
        try (ControlWire wire = new RabbitControlWire(new RabbitConnections(factory, Duration.ofSeconds(5)),
                RabbitBroker.Options.DEFAULT)) {
            Broadcast.Subscription listening = wire.listen(events::add, events::add);
            for (String key : List.of("worker.online", "worker.heartbeat")) {
                wire.answer(UUID.randomUUID().toString(), new ControlWire.Message(Map.of(), new byte[] { '{', '}' }));
                wire.tell(key, new ControlWire.Message(Map.of(), new byte[] { '{', '}' }));
                assertThat(events.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isNotNull();
            }
            listening.close();
        }
        finally {
            factory.destroy();
        }
    }

    @Test
    @Tag("S35")
    void queueBeyondTheRightsIsRefusedByName() {
        CachingConnectionFactory factory = connect("shop", "shop");
        try (Engine engine = engine(factory, new Shop())) {
            assertThatExceptionOfType(BrokerUnavailableException.class)
                .isThrownBy(() -> engine.tasks.signature(Shop::again).queue("payroll").apply())
                .withMessageContaining("ACCESS_REFUSED")
                .satisfies((failure) -> assertThat(failure.maybeSent()).isFalse());
        }
        finally {
            factory.destroy();
        }
    }

    @Test
    @Tag("S38")
    void anotherVirtualHostIsOutOfReach() {
        CachingConnectionFactory factory = connect("shop", "%2F");
        try (Engine engine = engine(factory, new Shop())) {
            assertThatExceptionOfType(BrokerUnavailableException.class)
                .isThrownBy(() -> engine.tasks.delay(Shop::again))
                .satisfies((failure) -> assertThat(failure.maybeSent()).isFalse());
        }
        finally {
            factory.destroy();
        }
    }

    static class Shop {

        @SharedTask
        int again(TaskContext task) {
            if (task.attempt() == 1) {
                throw task.retry(null, Duration.ofMillis(1));
            }
            return task.attempt();
        }

        @SharedTask
        void refuse(TaskContext task) {
            throw task.reject("nobody should run this");
        }

    }

}
