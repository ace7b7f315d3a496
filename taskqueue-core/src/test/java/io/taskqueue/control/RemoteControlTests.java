package io.taskqueue.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.ControlWire;
import io.taskqueue.event.TaskEvent;
import io.taskqueue.execution.TaskRegistry;
import io.taskqueue.memory.MemoryBroadcast;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskError;
import io.taskqueue.worker.HeldTask;
import io.taskqueue.worker.WorkerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** What is answered and told, over a wire that leads nowhere. */
class RemoteControlTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String NODE = "java@here";

    private static final String KEY = "1f31d9f0-e544-366a-bfb2-bad57c717699";

    private final Wire wire = new Wire();

    private final List<String> revoked = new ArrayList<>();

    private final AtomicInteger shutdowns = new AtomicInteger();

    private final CountDownLatch free = new CountDownLatch(1);

    private volatile boolean stuck;

    private RemoteControl control = control(Set.of());

    @AfterEach
    void stop() {
        this.control.stop();
    }

    private RemoteControl control(Set<String> allowed) {
        return control(new ControlOptions(allowed, false));
    }

    private RemoteControl control(ControlOptions options) {
        WorkerStatus status = new WorkerStatus(NODE, WorkerStatus.State.RUNNING, List.of("mail"), 4, Instant.now(), 1,
                0, List.of(), 0, null);
        List<HeldTask> held = List.of(new HeldTask("running", "shop.a", "mail", 3, false, Instant.now()),
                new HeldTask("waiting", "shop.b", "mail", 0, true, null));
        return new RemoteControl(
                new Subject(() -> unlessStuck(status), () -> held, new TaskRegistry(List::of),
                        "redis://localhost:6379/2", "memory", TimeSource.system()),
                this.wire, new MemoryBroadcast(), options, this.revoked::add, this.shutdowns::incrementAndGet);
    }

    private WorkerStatus unlessStuck(WorkerStatus status) {
        if (this.stuck && Thread.currentThread().getName().equals("taskqueue-control")) {
            try {
                this.free.await();
            }
            catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
        return status;
    }

    private void start() {
        int before = told("worker-online").size();
        this.control.start();
        await().atMost(SOON).until(() -> told("worker-online").size() > before);
    }

    static Collection<String> orders() {
        return new TreeSet<>(Orders.NAMES);
    }

    @ParameterizedTest
    @MethodSource("orders")
    @Tag("S22")
    void eachOrderIsRefusedUntilItIsAllowedAndNoOtherWithIt(String order) throws Exception {
        start();
        if (!order.equals("shutdown")) {
            assertThat(ask(order, "\"task_id\": \"x\"").at("/error").asString())
                .contains("taskqueue.control.allow=" + order);
        }
        else {
            tell(order);
        }
        this.control.stop();
        assertThat(this.revoked).isEmpty();
        assertThat(this.shutdowns).hasValue(0);
        this.control = control(Set.of(order));
        start();
        if (order.equals("shutdown")) {
            tell(order);
            await().atMost(SOON).until(() -> this.shutdowns.get() == 1);
        }
        else {
            assertThat(ask(order, "\"task_id\": \"x\"").has("ok")).isTrue();
        }
        String other = order.equals("revoke") ? "enable_events" : "revoke";
        assertThat(ask(other, "\"task_id\": \"y\"").has("error")).isTrue();
    }

    @Test
    void unknownCommandCannotBeAllowed() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ControlOptions(Set.of("pool_restart"), false))
            .withMessageContaining("pool_restart")
            .withMessageContaining("revoke");
    }

    @Test
    void looksHaveTheShapesOfCelerys() throws Exception {
        start();
        assertThat(ask("ping", "").at("/ok").asString()).isEqualTo("pong");
        assertThat(ask("active", "").at("/0/id").asString()).isEqualTo("running");
        assertThat(ask("dump_active", "").at("/0/delivery_info/priority").asInt()).isEqualTo(3);
        assertThat(ask("reserved", "").at("/0/id").asString()).isEqualTo("waiting");
        assertThat(ask("reserved", "").at("/0/time_start").isNull()).isTrue();
        assertThat(ask("query_task", "\"ids\": [\"waiting\", \"nobody\"]").toString()).contains("reserved")
            .doesNotContain("nobody");
        JsonNode broker = ask("stats", "").at("/broker");
        assertThat(broker.at("/transport").asString()).isEqualTo("redis");
        assertThat(broker.at("/hostname").asString()).isEqualTo("localhost");
        assertThat(broker.at("/port").asInt()).isEqualTo(6379);
        assertThat(broker.at("/virtual_host").asString()).isEqualTo("2");
        assertThat(ask("hello", "\"from_node\": \"py@here\"").at("/clock").asLong()).isPositive();
        assertThat(ask("hello", "\"from_node\": \"" + NODE + "\"").isNull()).isTrue();
    }

    @Test
    void terminateTellsWhatWasRunning() throws Exception {
        this.control = control(Set.of("revoke"));
        start();
        assertThat(ask("revoke", "\"task_id\": [\"running\", \"x\"], \"terminate\": true").at("/ok").asString())
            .isEqualTo("terminate: running");
        assertThat(ask("revoke", "\"task_id\": \"x\", \"terminate\": true").at("/ok").asString())
            .isEqualTo("terminate: tasks unknown");
        assertThat(this.revoked).containsExactly("running", "x", "x");
    }

    @Test
    void answerCarriesItsTicketAndALaterClock() throws Exception {
        start();
        this.wire.requests.accept(new ControlWire.Message(Map.of("clock", 1_000),
                bytes("{\"method\": \"ping\", \"ticket\": \"t\", \"reply_to\":"
                        + " {\"exchange\": \"reply.celery.pidbox\", \"routing_key\": \"" + KEY + "\"}}")));
        ControlWire.Message answer = this.wire.answers.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        assertThat(answer.headers()).containsEntry("ticket", "t");
        assertThat((Long) answer.headers().get("clock")).isGreaterThan(1_000);
    }

    @Test
    void comesAndGoesAloud() {
        start();
        await().atMost(SOON).until(() -> told("worker-online").size() == 1);
        await().atMost(SOON).until(() -> !told("worker-heartbeat").isEmpty());
        this.control.stop();
        assertThat(told("worker-offline")).hasSize(1);
        JsonNode event = told("worker-online").get(0);
        assertThat(event.at("/hostname").asString()).isEqualTo(NODE);
        assertThat(event.at("/timestamp").isFloatingPointNumber()).isTrue();
        assertThat(event.at("/timestamp").asDouble()).isBetween(1e9, 1e10);
        assertThat(event.at("/clock").isIntegralNumber()).isTrue();
        assertThat(event.at("/loadavg").size()).isEqualTo(3);
    }

    @Test
    void tellsOfTasksOnceItIsWishedAndNotWhatTheyWereCalledWith() throws Exception {
        this.control = control(Set.of("enable_events", "disable_events"));
        start();
        hear("1");
        assertThat(ask("enable_events", "").at("/ok").asString()).isEqualTo("task events enabled");
        hear("2");
        await().atMost(SOON).until(() -> told("task-rejected").size() == 1);
        assertThat(ask("disable_events", "").at("/ok").asString()).isEqualTo("task events disabled");
        hear("3");
        assertThat(ask("ping", "").has("ok")).isTrue();
        for (String type : List.of("task-sent", "task-received", "task-started", "task-succeeded", "task-failed",
                "task-retried", "task-revoked", "task-rejected")) {
            assertThat(told(type)).as(type).hasSize(1);
            assertThat(told(type).get(0).at("/uuid").asString()).isEqualTo("2");
        }
        JsonNode received = told("task-received").get(0);
        for (String field : List.of("name", "args", "kwargs", "root_id", "parent_id", "retries", "eta", "expires")) {
            assertThat(received.has(field)).as(field).isTrue();
        }
        assertThat(told("task-failed").get(0).at("/exception").asString()).isEqualTo("ValueError('…')");
        assertThat(told("task-succeeded").get(0).at("/runtime").asDouble()).isEqualTo(0.25);
        assertThat(ask("stats", "").at("/total/shop.a").asInt()).isEqualTo(3);
    }

    @Test
    @Tag("S16")
    void otherWorkersAreKnownWhileTheyAreHeardAndSoManyAtMost() {
        start();
        event("worker-heartbeat", "py@here");
        event("worker-heartbeat", NODE);
        await().atMost(SOON).until(() -> this.control.neighbours().size() == 1);
        assertThat(this.control.neighbours().get(0)).returns("py@here", Neighbour::name)
            .returns("py-celery 5.2.6", Neighbour::software)
            .returns(7L, Neighbour::processed);
        event("worker-offline", "py@here");
        await().atMost(SOON).until(() -> this.control.neighbours().isEmpty());
        IntStream.range(0, 3 * Neighbours.MOST).forEach((i) -> event("worker-heartbeat", "py" + i));
        await().atMost(SOON)
            .until(() -> this.control.neighbours()
                .stream()
                .anyMatch((each) -> each.name().equals("py" + (3 * Neighbours.MOST - 1))));
        assertThat(this.control.neighbours()).hasSize(Neighbours.MOST);
    }

    @Test
    void isStoppedAndStartedAgain() throws Exception {
        start();
        this.control.stop();
        start();
        assertThat(ask("ping", "").has("ok")).isTrue();
    }

    @Test
    @Tag("S16")
    void moreThanCanBeHeardIsNotKept() throws Exception {
        start();
        this.wire.requests.accept(new ControlWire.Message(Map.of(), ping(300_000)));
        assertThat(ask("ping", "").has("ok")).isTrue();
        this.stuck = true;
        for (int i = 0; i < 1_000; i++) {
            this.wire.requests.accept(new ControlWire.Message(Map.of(), ping(200_000)));
        }
        this.stuck = false;
        this.free.countDown();
        await().atMost(SOON).until(() -> this.wire.answers.size() >= 80);
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        assertThat(this.wire.answers.size()).isBetween(80, 90);
    }

    private static byte[] ping(int size) {
        return bytes("{\"method\": \"ping\", \"pad\": \"" + "x".repeat(size) + "\", \"reply_to\":"
                + " {\"exchange\": \"reply.celery.pidbox\", \"routing_key\": \"" + KEY + "\"}}");
    }

    @Test
    void silentWorkerIsForgotten() {
        Neighbours neighbours = new Neighbours();
        Instant now = Instant.now();
        neighbours.hear("py", Map.of("type", "worker-heartbeat", "freq", 2.0), now);
        assertThat(neighbours.list(now.plusSeconds(7))).hasSize(1);
        assertThat(neighbours.list(now.plusSeconds(9))).isEmpty();
    }

    @Test
    void clockNeverFallsBehindWhatWasHeard() {
        LamportClock clock = new LamportClock();
        clock.heard(41);
        assertThat(clock.forward()).isEqualTo(43);
        clock.heard(7);
        clock.heard("900");
        clock.heard(null);
        clock.heard(Long.MAX_VALUE);
        assertThat(clock.forward()).isEqualTo(45);
    }

    private void hear(String id) {
        Instant now = Instant.now();
        TaskError error = TaskError.of("ValueError", "no");
        List.of(new TaskEvent.TaskSent(id, "shop.a", "mail", now),
                new TaskEvent.TaskReceived(id, "shop.a", "mail", now, 1, 1),
                new TaskEvent.TaskStarted(id, "shop.a", "mail", now, 1),
                new TaskEvent.TaskSucceeded(id, "shop.a", "mail", now, 1, Duration.ofMillis(250)),
                new TaskEvent.TaskFailed(id, "shop.a", "mail", now, 1, Duration.ofMillis(250), error),
                new TaskEvent.TaskRetried(id, "shop.a", "mail", now, 1, Duration.ofMillis(250), now, error),
                new TaskEvent.TaskRevoked(id, "shop.a", "mail", now, false),
                new TaskEvent.TaskRejected(id, "shop.a", "mail", now, "no"))
            .forEach((event) -> this.control.hear(event));
    }

    private void event(String type, String node) {
        this.wire.events.accept(new ControlWire.Message(Map.of(),
                bytes("{\"type\": \"" + type + "\", \"hostname\": \"" + node
                        + "\", \"freq\": 2.0, \"active\": 1, \"processed\": 7, \"sw_ident\": \"py-celery\","
                        + " \"sw_ver\": \"5.2.6\", \"clock\": 5}")));
    }

    private void tell(String method) {
        this.wire.requests.accept(new ControlWire.Message(Map.of(), bytes("{\"method\": \"" + method + "\"}")));
    }

    /** Asks, and waits for what this worker answers. */
    private JsonNode ask(String method, String arguments) throws InterruptedException {
        this.wire.requests.accept(new ControlWire.Message(Map.of(),
                bytes("{\"method\": \"" + method + "\", \"arguments\": {" + arguments + "}, \"reply_to\":"
                        + " {\"exchange\": \"reply.celery.pidbox\", \"routing_key\": \"" + KEY + "\"}}")));
        ControlWire.Message answer = this.wire.answers.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer).as(method).isNotNull();
        return JsonMapper.shared().readTree(answer.body()).get(NODE);
    }

    private List<JsonNode> told(String type) {
        return this.wire.told.stream()
            .map((event) -> JsonMapper.shared().readTree(event.body()))
            .filter((event) -> event.at("/type").asString().equals(type))
            .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Wire implements ControlWire {

        private final BlockingQueue<Message> answers = new LinkedBlockingQueue<>();

        private final BlockingQueue<Message> told = new LinkedBlockingQueue<>();

        private volatile Consumer<Message> requests;

        private volatile Consumer<Message> events;

        private Wire() {
            this.requests = Wire::early;
            this.events = Wire::early;
        }

        private static void early(Message message) {
            throw new AssertionError("Nobody listens yet");
        }

        @Override
        public Broadcast.Subscription listen(Consumer<Message> requests, Consumer<Message> events) {
            this.requests = requests;
            this.events = events;
            return () -> this.requests = Wire::early;
        }

        @Override
        public void answer(String key, Message answer) {
            assertThat(key).isEqualTo(KEY);
            this.answers.add(answer);
        }

        @Override
        public void tell(String key, Message event) {
            this.told.add(event);
        }

        @Override
        public void close() {
            throw new AssertionError("It belongs to whoever made it");
        }

    }

}
