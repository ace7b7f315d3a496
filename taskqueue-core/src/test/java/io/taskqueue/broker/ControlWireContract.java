package io.taskqueue.broker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.broker.ControlWire.Message;

import static org.assertj.core.api.Assertions.assertThat;

/** What every wire to Celery's tools does. */
public abstract class ControlWireContract {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final BlockingQueue<Message> requests = new LinkedBlockingQueue<>();

    private final BlockingQueue<Message> events = new LinkedBlockingQueue<>();

    private final String key = UUID.randomUUID().toString();

    private Broadcast.@Nullable Subscription listening;

    @AfterEach
    void leave() {
        if (this.listening != null) {
            this.listening.close();
        }
    }

    /** A wire of its own; whoever asked for it closes it. */
    protected abstract ControlWire open();

    /** Asks all workers, as a client of Celery's does. */
    protected abstract void ask(Message request) throws Exception;

    /** Waits for an answer under this key, as a client of Celery's does. */
    protected abstract Mailbox mailbox(String key) throws Exception;

    /** Where a client waits. */
    protected interface Mailbox {

        /** The answer that came, or {@code null} if there is none at the moment. */
        @Nullable Message poll() throws Exception;

        /** How long the answer that lies here is kept at most. */
        Duration kept() throws Exception;

    }

    @Test
    protected void requestsAreHeard() throws Exception {
        try (ControlWire wire = listening(open())) {
            ask(new Message(Map.of("clock", 7), bytes("{\"method\":\"ping\"}")));
            Message heard = this.requests.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(heard).isNotNull();
            assertThat(text(heard)).isEqualTo("{\"method\":\"ping\"}");
            assertThat(((Number) heard.headers().get("clock")).intValue()).isEqualTo(7);
            wire.tell("worker.heartbeat", new Message(Map.of("hostname", "a"), bytes("{}")));
            assertThat(this.events.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void whatOneWorkerTellsOthersHear() throws Exception {
        try (ControlWire one = listening(open()); ControlWire other = open()) {
            other.tell("worker.online", new Message(Map.of("hostname", "other@here"), bytes("{\"type\":1}")));
            Message heard = this.events.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(heard).isNotNull();
            assertThat(text(heard)).isEqualTo("{\"type\":1}");
            assertThat(heard.headers()).containsEntry("hostname", "other@here");
            one.tell("task.started", new Message(Map.of(), bytes("{}")));
            one.tell("worker.offline", new Message(Map.of(), bytes("{\"type\":2}")));
            Message next = this.events.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            assertThat(text(next)).isEqualTo("{\"type\":2}");
        }
    }

    @Test
    void whoHasLeftHearsNothingAndMayComeBack() throws Exception {
        BlockingQueue<Message> left = new LinkedBlockingQueue<>();
        try (ControlWire wire = open(); ControlWire other = listening(open())) {
            wire.listen(left::add, left::add).close();
            other.tell("worker.online", new Message(Map.of(), bytes("{\"type\":1}")));
            assertThat(this.events.poll(SOON.toSeconds(), TimeUnit.SECONDS)).isNotNull();
            BlockingQueue<Message> back = new LinkedBlockingQueue<>();
            Broadcast.Subscription again = wire.listen(back::add, back::add);
            other.tell("worker.online", new Message(Map.of(), bytes("{\"type\":2}")));
            Awaitility.await().atMost(SOON).until(() -> {
                Message heard = back.poll();
                return heard != null && text(heard).equals("{\"type\":2}");
            });
            again.close();
            assertThat(left).isEmpty();
        }
    }

    @Test
    void answerReachesWhoeverWaitsForIt() throws Exception {
        try (ControlWire wire = open()) {
            Mailbox mailbox = mailbox(this.key);
            wire.answer(this.key, new Message(Map.of("ticket", "t"), bytes("{\"a\":1}")));
            Awaitility.await().atMost(SOON).until(() -> {
                Message answer = mailbox.poll();
                return answer != null && text(answer).equals("{\"a\":1}") && "t".equals(answer.headers().get("ticket"));
            });
        }
    }

    @Test
    @Tag("S23")
    void answerNobodyFetchesIsGoneWithinAMinute() throws Exception {
        try (ControlWire wire = open()) {
            Mailbox mailbox = mailbox(this.key);
            wire.answer(this.key, new Message(Map.of("ticket", "t"), bytes("{}")));
            Awaitility.await()
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(mailbox.kept()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1)));
        }
    }

    @Test
    @Tag("S23")
    void answerNobodyWaitsForLeavesNothing() throws Exception {
        try (ControlWire wire = open()) {
            String other = UUID.randomUUID().toString();
            Mailbox waited = mailbox(other);
            wire.answer(this.key, new Message(Map.of("ticket", "t"), bytes("{}")));
            wire.answer(other, new Message(Map.of("ticket", "t"), bytes("{}")));
            Awaitility.await().atMost(SOON).until(() -> waited.poll() != null);
            assertThat(mailbox(this.key).poll()).isNull();
        }
    }

    /** Listens, and is heard to. */
    private ControlWire listening(ControlWire wire) {
        this.listening = wire.listen(this.requests::add, this.events::add);
        return wire;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Message message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

}
