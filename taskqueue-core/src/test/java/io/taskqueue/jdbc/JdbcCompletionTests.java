package io.taskqueue.jdbc;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.AsyncResult;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.jpa.Database;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.memory.MemoryResultBackend;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.worker.Engine;

import static org.assertj.core.api.Assertions.assertThat;

/** Outcome, follow-ups and settlement in one transaction. */
class JdbcCompletionTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final List<AutoCloseable> opened = new ArrayList<>();

    private JdbcBrokers brokers;

    private JdbcBroker broker;

    private JpaResultBackend results;

    private void open(Database kind) {
        this.brokers = new JdbcBrokers(kind);
        this.broker = this.brokers.open();
        this.results = new JpaResultBackend(this.brokers.database.pool(), JpaResultBackend.Options.defaults(),
                TimeSource.system());
        this.opened.add(this.brokers);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : this.opened) {
            open.close();
        }
    }

    private static TaskMessage message(String id) {
        return new TaskMessage(id, "shop.count", "q", Payload.json("[[], {}, {}]".getBytes()), TaskHeaders.none(), null,
                null, null);
    }

    private Consumer consumer() {
        Consumer consumer = this.broker.consume(new ConsumerOptions("worker@test", 10, false));
        this.opened.add(0, consumer);
        return consumer;
    }

    private Delivery receive(Consumer consumer) throws InterruptedException {
        return consumer.receive(List.of("q"), 1, SOON).get(0);
    }

    private static Completion success(Delivery delivery, TaskMessage... followUps) {
        String id = ((Content.Readable) delivery.content()).message().id();
        TaskRun run = new TaskRun(1, delivery.deliveries(), delivery.token());
        return new Completion(delivery, TaskResult.of(id, TaskState.SUCCESS, run, Instant.now(), TaskDetails.NONE),
                List.of(followUps), Settlement.acknowledge());
    }

    private List<String> waiting() {
        return this.brokers.database.jdbc().queryForList("select task_id from taskqueue_message", String.class);
    }

    @ParameterizedTest
    @EnumSource
    void completesWithResultsInTheSameDatabaseOnly(Database kind) {
        open(kind);
        assertThat(this.broker.completesWith(this.results)).isTrue();
        assertThat(this.broker
            .completesWith(new JpaResultBackend(new io.taskqueue.servers.TestDatabase("jdbc:h2:mem:other"),
                    JpaResultBackend.Options.defaults(), TimeSource.system())))
            .isFalse();
        assertThat(this.broker
            .completesWith(new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, TimeSource.system())))
            .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void resultFollowUpAndAcknowledgementAreOne(Database kind) throws Exception {
        open(kind);
        this.broker.publish(List.of(message("a")));
        Consumer consumer = consumer();
        Completion end = success(receive(consumer), message("next"));
        assertThat(this.broker.complete(consumer, this.results, List.of(end))).containsExactly(Answer.done());
        assertThat(this.results.find(List.of("a")).get("a").state()).isEqualTo(TaskState.SUCCESS);
        assertThat(waiting()).containsExactly("next");
        assertThat(this.broker.complete(consumer, this.results, List.of(end))).extracting(Answer::fate)
            .containsExactly(Answer.Fate.FENCED);
        assertThat(waiting()).containsExactly("next");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G3")
    void lateOwnerStoresAndSendsNothing(Database kind) throws Exception {
        open(kind);
        this.broker.publish(List.of(message("a")));
        Consumer late = consumer();
        Completion end = success(receive(late), message("next"));
        this.brokers.advance(Duration.ofSeconds(31));
        assertThat(this.broker.reclaim(10)).isOne();
        assertThat(this.broker.complete(late, this.results, List.of(end))).extracting(Answer::fate)
            .containsExactly(Answer.Fate.FENCED);
        assertThat(this.results.find(List.of("a"))).isEmpty();
        assertThat(waiting()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void refusedResultSendsNothingAndIsSettled(Database kind) throws Exception {
        open(kind);
        this.broker.publish(List.of(message("a")));
        Consumer consumer = consumer();
        Delivery delivery = receive(consumer);
        this.results.store(List
            .of(TaskResult.of("a", TaskState.SUCCESS, new TaskRun(5, 1, "other"), Instant.now(), TaskDetails.NONE)));
        assertThat(this.broker.complete(consumer, this.results, List.of(success(delivery, message("next")))))
            .extracting(Answer::fate)
            .containsExactly(Answer.Fate.FENCED);
        assertThat(waiting()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneUnusableFollowUpFailsItsOwnOnly(Database kind) throws Exception {
        open(kind);
        this.broker.publish(List.of(message("a"), message("b")));
        Consumer consumer = consumer();
        TaskMessage unusable = new TaskMessage("x", "shop.count", "q".repeat(300), Payload.json(new byte[0]),
                TaskHeaders.none(), null, null, null);
        List<Completion> ends = List.of(success(receive(consumer), unusable), success(receive(consumer)));
        assertThat(this.broker.complete(consumer, this.results, ends)).extracting(Answer::fate)
            .containsExactly(Answer.Fate.FAILED, Answer.Fate.DONE);
        assertThat(this.results.find(List.of("a", "b"))).containsOnlyKeys("b");
        assertThat(waiting()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("G2")
    void storiesAreWholeWhereTheyCommitWithTheMessage(Database kind) {
        open(kind);
        try (Engine engine = Engine.with(new Till()).broker(this.broker).results(this.results).build()) {
            engine.work(8);
            List<AsyncResult<Integer>> calls = IntStream.range(0, Scale.current().tasks())
                .mapToObj((i) -> engine.tasks.delay(Till::add, i, 2))
                .toList();
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).get(SOON)).isEqualTo(i + 2);
            }
            Awaitility.await().atMost(SOON).until(() -> waiting().isEmpty());
            assertThat(engine.story(calls.get(1).id()).attempts()).extracting((attempt) -> attempt.state())
                .containsExactly(TaskState.SUCCESS);
            assertThat(engine.story(calls.get(10).id()).attempts()).extracting((attempt) -> attempt.state())
                .containsExactly(TaskState.RETRY, TaskState.SUCCESS);
        }
    }

    static class Till {

        @SharedTask(retryFor = IOException.class, retryDelay = "1ms")
        int add(int a, int b, TaskContext task) throws IOException {
            if (a % 10 == 0 && task.attempt() == 1) {
                throw new IOException("on purpose");
            }
            return a + b;
        }

    }

}
