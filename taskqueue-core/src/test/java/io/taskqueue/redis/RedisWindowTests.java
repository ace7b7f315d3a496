package io.taskqueue.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerScenario;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.QueueDepth;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.broker.Settlement;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.servers.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The crash windows of a task's way over Redis, each entered at exactly its moment: the
 * connection is cut before the server sees a request, or before the client sees its
 * reply, and in some the worker never comes back either.
 */
class RedisWindowTests extends BrokerScenario {

    private final RedisProcess server = RedisServer.start();

    private final TcpProxy network = new TcpProxy("127.0.0.1", this.server.port());

    private final RedisConnections connections = TestRedis.connections("redis://127.0.0.1:" + this.network.port());

    private final RedisConnections direct = TestRedis.connections(this.server.url());

    private final RedisBroker elsewhere = broker(this.direct);

    private final RedisResultBackend results = new RedisResultBackend(this.connections,
            new RedisResultBackend.Options("", Duration.ofDays(1), Duration.ofDays(1), 100), TimeSource.system());

    private static RedisBroker broker(RedisConnections connections) {
        return new RedisBroker(connections, new RedisBroker.Options("", Duration.ofSeconds(2), Set.of("celery"), 100),
                MessageCodec.standard(), TimeSource.system());
    }

    @Override
    protected Broker open() {
        return broker(this.connections);
    }

    @Override
    protected void advance(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.multipliedBy(5)).until(() -> true);
    }

    @Override
    protected void jump(Duration jump) {
        throw new UnsupportedOperationException();
    }

    /** Scripts are loaded when first used, which is not the moment these tests mean. */
    @BeforeEach
    void loadScripts() {
        publish("warm-up", "warm-up-too");
        publish(List.of(message("warm-up-later").after(Duration.ofMillis(1))));
        Consumer consumer = consumer();
        acknowledge(consumer, receive(consumer, 3));
        consumer.close();
    }

    @AfterEach
    void stop() {
        this.direct.close();
        this.network.close();
        this.server.close();
    }

    private static String script(String name) {
        return Script.named(name).digest();
    }

    private QueueDepth depth() {
        return this.elsewhere.capability(QueueInspection.class).orElseThrow().depths(List.of(this.queue)).get(0);
    }

    private void assertDepth(long ready, long delayed, long inFlight) {
        QueueDepth depth = depth();
        assertThat(List.of(depth.ready(), depth.delayed(), depth.inFlight())).containsExactly(ready, delayed, inFlight);
    }

    private Delivery takenBy(Consumer consumer, String id) {
        publish(id);
        return receive(consumer, 1).get(0);
    }

    private static void await(CompletableFuture<Void> reached) throws Exception {
        reached.get(10, TimeUnit.SECONDS);
    }

    @Test
    @Tag("W1")
    @Tag("G1")
    void unreadConfirmationIsUnknownAndTheMessageIsThere() throws Exception {
        CompletableFuture<Void> cut = this.network.cutBeforeReply("LPUSH");
        Answer answer = broker().publish(List.of(message("a"))).get(0);
        await(cut);
        assertThat(answer.fate()).isEqualTo(Answer.Fate.UNKNOWN);
        assertThat(((BrokerUnavailableException) answer.cause()).maybeSent()).isTrue();
        assertDepth(1, 0, 0);
    }

    @Test
    @Tag("W1")
    @Tag("G1")
    void unsentMessageIsNotSentLaterByItself() throws Exception {
        CompletableFuture<Void> cut = this.network.cutBeforeRequest("LPUSH");
        Answer answer = broker().publish(List.of(message("a"))).get(0);
        await(cut);
        assertThat(answer.fate()).isEqualTo(Answer.Fate.UNKNOWN);
        publish("b");
        assertThat(ids(receive(consumer(), 1))).containsExactly("b");
        assertDepth(0, 0, 1);
    }

    @Test
    @Tag("G1")
    void withoutAServerItSurelyFailed() {
        this.network.refuse(true);
        this.network.cut();
        Awaitility.await().until(() -> {
            Answer answer = broker().publish(List.of(message("a"))).get(0);
            return answer.fate() == Answer.Fate.FAILED;
        });
        this.network.refuse(false);
        publish("b");
        assertDepth(1, 0, 0);
    }

    @Test
    @Tag("W2")
    @Tag("G2")
    @Tag("G3")
    void unreadClaimIsAnsweredAgainUncounted() throws Exception {
        publish("a", "b", "c");
        Consumer consumer = consumer();
        CompletableFuture<Void> cut = this.network.cutBeforeReply(script("claim"));
        Throwable failure = catchThrowable(() -> consumer.receive(List.of(this.queue), 2, Duration.ofSeconds(5)));
        await(cut);
        assertThat(failure).isInstanceOf(BrokerUnavailableException.class);
        List<Delivery> again = receive(consumer, 3);
        assertThat(ids(again)).containsExactly("a", "b", "c");
        assertThat(again).extracting(Delivery::deliveries).containsOnly(1);
        assertDepth(0, 0, 3);
        acknowledge(consumer, again);
    }

    @Test
    @Tag("W2")
    @Tag("G5")
    void workerThatDiesAtItsClaimLosesNothing() throws Exception {
        publish("a", "b");
        Consumer dies = consumer();
        CompletableFuture<Void> cut = this.network.cutBeforeReply(script("claim"));
        catchThrowable(() -> dies.receive(List.of(this.queue), 2, Duration.ofSeconds(5)));
        await(cut);
        assertDepth(0, 0, 2);
        assertReturnedAfterTheLease("a", "b");
    }

    private void assertReturnedAfterTheLease(String... ids) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.elsewhere.reclaim(100) > 0);
        Consumer next = this.elsewhere.consume(new ConsumerOptions("next", 10, false));
        List<Delivery> again = receive(next, ids.length);
        assertThat(ids(again)).containsExactly(ids);
        assertThat(again).extracting(Delivery::deliveries).containsOnly(2);
        acknowledge(next, again);
        assertDepth(0, 0, 0);
        next.close();
    }

    @Test
    @Tag("W3")
    @Tag("W4")
    @Tag("G5")
    void workerThatDiesWithATaskGivesItToAnother() {
        takenBy(consumer(), "a");
        assertReturnedAfterTheLease("a");
    }

    @Test
    @Tag("W5")
    void workerThatDiesBeforeItsOutcomeIsStoredLeavesNoTrace() throws Exception {
        Consumer dies = consumer();
        Delivery delivery = takenBy(dies, "a");
        CompletableFuture<Void> cut = this.network.cutBeforeRequest(script("settle"));
        Answer answer = complete(dies, delivery, TaskState.SUCCESS, List.of()).get(0);
        await(cut);
        assertThat(answer.fate()).isEqualTo(Answer.Fate.UNKNOWN);
        assertThat(this.results.find(List.of("a"))).isEmpty();
        assertReturnedAfterTheLease("a");
    }

    @Test
    @Tag("W6")
    @Tag("W7")
    @Tag("W8")
    @Tag("G3")
    void outcomeFollowUpsAndSettlementHappenAtOnce() throws Exception {
        Consumer consumer = consumer();
        Delivery delivery = takenBy(consumer, "a");
        CompletableFuture<Void> cut = this.network.cutBeforeReply(script("settle"));
        Answer answer = complete(consumer, delivery, TaskState.SUCCESS, List.of("next")).get(0);
        await(cut);
        assertThat(answer.fate()).isEqualTo(Answer.Fate.UNKNOWN);
        assertThat(this.results.find(List.of("a")).get("a").state()).isEqualTo(TaskState.SUCCESS);
        assertDepth(1, 0, 0);
        assertThat(complete(consumer, delivery, TaskState.SUCCESS, List.of("next"))).containsExactly(Answer.done());
        assertDepth(1, 0, 0);
        assertThat(ids(receive(consumer, 1))).containsExactly("next");
    }

    @Test
    @Tag("W9")
    @Tag("G3")
    void retryAndItsFirstDeliveryNeverExistTogether() throws Exception {
        Consumer consumer = consumer();
        Delivery delivery = takenBy(consumer, "a");
        Completion retry = new Completion(delivery, null, List.of(message("a").retry(Duration.ofHours(1))),
                Settlement.acknowledge());
        CompletableFuture<Void> before = this.network.cutBeforeRequest(script("settle"));
        assertThat(fates(complete(consumer, retry))).containsExactly(Answer.Fate.UNKNOWN);
        await(before);
        assertDepth(0, 0, 1);
        CompletableFuture<Void> after = this.network.cutBeforeReply(script("settle"));
        assertThat(fates(complete(consumer, retry))).containsExactly(Answer.Fate.UNKNOWN);
        await(after);
        assertDepth(0, 1, 0);
        assertThat(complete(consumer, retry)).containsExactly(Answer.done());
        assertDepth(0, 1, 0);
    }

    @Test
    @Tag("W10")
    @Tag("G11")
    void messageThatComesDueIsInOnePlaceOnly() throws Exception {
        publish(List.of(message("a").after(Duration.ofMillis(100))));
        assertThat(depth().delayed() + depth().ready()).isOne();
        advance(Duration.ofMillis(200));
        Consumer consumer = consumer();
        CompletableFuture<Void> cut = this.network.cutBeforeReply(script("claim"));
        catchThrowable(() -> consumer.receive(List.of(this.queue), 2, Duration.ofSeconds(5)));
        await(cut);
        assertDepth(0, 0, 1);
        List<Delivery> got = receive(consumer, 1);
        assertThat(ids(got)).containsExactly("a");
        acknowledge(consumer, got);
        assertDepth(0, 0, 0);
    }

    @Test
    @Tag("W12")
    void deadLetterIsWrittenOnce() throws Exception {
        Consumer consumer = consumer();
        Delivery delivery = takenBy(consumer, "a");
        List<Completion> refusal = List.of(Completion.of(delivery, Settlement.deadLetter("on purpose")));
        CompletableFuture<Void> cut = this.network.cutBeforeReply(script("settle"));
        assertThat(fates(consumer.settle(refusal))).containsExactly(Answer.Fate.UNKNOWN);
        await(cut);
        assertThat(consumer.settle(refusal)).containsExactly(Answer.done());
        assertThat(this.elsewhere.capability(DeadLetters.class).orElseThrow().count(null)).isOne();
        assertDepth(0, 0, 0);
    }

    private List<Answer> complete(Consumer consumer, Delivery delivery, TaskState state, List<String> followUps) {
        String id = id(delivery);
        TaskResult result = TaskResult.of(id, state, new TaskRun(1, delivery.deliveries(), delivery.token()),
                TimeSource.system().now(), TaskDetails.NONE);
        return complete(consumer, new Completion(delivery, result, followUps.stream().map(this::message).toList(),
                Settlement.acknowledge()));
    }

    private List<Answer> complete(Consumer consumer, Completion completion) {
        return ((RedisBroker) broker()).complete(consumer, this.results, List.of(completion));
    }

}
