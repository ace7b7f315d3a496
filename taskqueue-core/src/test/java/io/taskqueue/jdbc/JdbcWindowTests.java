package io.taskqueue.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.jpa.Database;
import io.taskqueue.jpa.JpaResultBackend;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection that is lost before each statement in turn, and once after the commit:
 * what belongs together has happened as a whole or not at all.
 */
class JdbcWindowTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Loss loss = new Loss();

    private JdbcBrokers brokers;

    private JdbcConnections connections;

    private JdbcBroker broker;

    private JpaResultBackend results;

    private void open(Database kind) {
        this.brokers = new JdbcBrokers(kind);
        this.brokers.open();
        WatchedDataSource database = new WatchedDataSource(this.brokers.database.pool(), this.loss);
        this.connections = new JdbcConnections(database, null, TimeSource.system());
        this.broker = new JdbcBroker(this.connections, JdbcBroker.Options.DEFAULT, MessageCodec.standard(),
                TimeSource.system());
        this.results = new JpaResultBackend(database, JpaResultBackend.Options.defaults(), TimeSource.system());
    }

    @AfterEach
    void close() {
        this.connections.close();
        this.brokers.close();
    }

    private static TaskMessage message(String id) {
        return new TaskMessage(id, "shop.count", "q", Payload.json("[[], {}, {}]".getBytes()), TaskHeaders.none(), null,
                null, null);
    }

    private static TaskMessage content(Delivery delivery) {
        return ((Content.Readable) delivery.content()).message();
    }

    private List<String> waiting() {
        return this.brokers.database.jdbc()
            .queryForList("select task_id from taskqueue_message order by message_id", String.class);
    }

    private long letters() {
        return this.broker.capability(DeadLetters.class).orElseThrow().count("q");
    }

    private Delivery deliver(Consumer consumer, String id) throws InterruptedException {
        assertThat(this.broker.publish(List.of(message(id)))).allMatch(Answer::isDone);
        return consumer.receive(List.of("q"), 1, SOON).get(0);
    }

    private static TaskResult says(Delivery delivery, TaskState state) {
        TaskRun run = new TaskRun(1, delivery.deliveries(), delivery.token());
        return TaskResult.of(content(delivery).id(), state, run, Instant.now(), TaskDetails.NONE);
    }

    private void empty() {
        for (String table : List.of("message", "dead_letter", "attempt", "result")) {
            this.brokers.database.jdbc().update("delete from taskqueue_" + table);
        }
    }

    /**
     * Ends one delivery after the other, each with another loss, until there is none
     * left.
     * @param end how one ends
     * @param check what it comes to, told once it has happened
     */
    private void everywhere(Function<Delivery, Completion> end, Runnable check) throws InterruptedException {
        try (Consumer consumer = this.broker.consume(new ConsumerOptions("worker@test", 10, false))) {
            for (boolean afterCommit : List.of(false, true)) {
                int at = 1;
                while (endsThough(consumer, end, check, at, afterCommit)) {
                    at++;
                }
                assertThat(at).isGreaterThan(1);
            }
        }
    }

    /** Returns whether there was a loss. */
    private boolean endsThough(Consumer consumer, Function<Delivery, Completion> end, Runnable check, int at,
            boolean afterCommit) throws InterruptedException {
        empty();
        Completion completion = end.apply(deliver(consumer, "a"));
        this.loss.arm(at, afterCommit);
        Answer first = this.broker.complete(consumer, this.results, List.of(completion)).get(0);
        boolean met = this.loss.heal();
        if (waiting().contains("a") && letters() == 0) {
            assertThat(waiting()).containsExactly("a");
            assertThat(this.results.find(Set.of("a"))).isEmpty();
            assertThat(first.retryable()).isTrue();
            assertThat(this.broker.complete(consumer, this.results, List.of(completion))).allMatch(Answer::isDone);
        }
        else {
            assertThat(this.broker.complete(consumer, this.results, List.of(completion))).noneMatch(Answer::isDone);
        }
        check.run();
        return met;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("W6")
    @Tag("W7")
    @Tag("W8")
    void resultFollowUpAndAcknowledgementAreOne(Database kind) throws Exception {
        open(kind);
        everywhere((delivery) -> new Completion(delivery, says(delivery, TaskState.SUCCESS), List.of(message("next")),
                Settlement.acknowledge()), () -> {
                    assertThat(waiting()).containsExactly("next");
                    assertThat(this.results.find(Set.of("a")).get("a").state()).isEqualTo(TaskState.SUCCESS);
                });
    }

    @ParameterizedTest
    @EnumSource
    @Tag("W8")
    @Tag("W9")
    void retryTakesThePlaceOfItsMessage(Database kind) throws Exception {
        open(kind);
        everywhere((delivery) -> new Completion(delivery, says(delivery, TaskState.RETRY), List.of(message("a-again")),
                Settlement.acknowledge()), () -> {
                    assertThat(waiting()).containsExactly("a-again");
                    assertThat(this.results.find(Set.of("a")).get("a").state()).isEqualTo(TaskState.RETRY);
                });
    }

    @ParameterizedTest
    @EnumSource
    @Tag("W8")
    @Tag("W12")
    void deadLetterTakesThePlaceOfItsMessage(Database kind) throws Exception {
        open(kind);
        everywhere((delivery) -> new Completion(delivery, says(delivery, TaskState.REJECTED), List.of(),
                Settlement.deadLetter("nobody can run it")), () -> {
                    assertThat(waiting()).isEmpty();
                    assertThat(letters()).isOne();
                    assertThat(this.results.find(Set.of("a")).get("a").state()).isEqualTo(TaskState.REJECTED);
                });
    }

    @ParameterizedTest
    @EnumSource
    @Tag("W1")
    void messageIsThereWholeOrNotAtAll(Database kind) {
        open(kind);
        for (boolean afterCommit : List.of(false, true)) {
            boolean met = true;
            for (int at = 1; met; at++) {
                empty();
                this.loss.arm(at, afterCommit);
                Answer answer = this.broker.publish(List.of(message("a"))).get(0);
                met = this.loss.heal();
                assertThat(met || at > 1).isTrue();
                assertThat(waiting()).isIn(List.of(), List.of("a"));
                if (answer.isDone()) {
                    assertThat(waiting()).containsExactly("a");
                }
                else if (answer.fate() == Answer.Fate.FAILED) {
                    assertThat(waiting()).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("W2")
    void whatWasClaimedAndNeverHeardOfComesBack(Database kind) throws Exception {
        open(kind);
        for (boolean afterCommit : List.of(false, true)) {
            boolean met = true;
            for (int at = 1; met; at++) {
                empty();
                assertThat(this.broker.publish(List.of(message("a")))).allMatch(Answer::isDone);
                try (Consumer unlucky = this.broker.consume(new ConsumerOptions("worker@test", 10, false));
                        Consumer lucky = this.broker.consume(new ConsumerOptions("worker@test", 10, false))) {
                    this.loss.arm(at, afterCommit);
                    boolean taken = takes(unlucky);
                    met = this.loss.heal();
                    assertThat(met || at > 1).isTrue();
                    if (!taken) {
                        this.brokers.advance(Duration.ofSeconds(31));
                        this.brokers.another().reclaim(10);
                        assertThat(lucky.receive(List.of("q"), 1, SOON)).hasSize(1);
                    }
                    assertThat(waiting()).containsExactly("a");
                }
            }
        }
    }

    private static boolean takes(Consumer consumer) throws InterruptedException {
        try {
            return !consumer.receive(List.of("q"), 1, Duration.ZERO).isEmpty();
        }
        catch (BrokerUnavailableException lost) {
            return false;
        }
    }

    /** Loses the connection of the thread that armed it, once. */
    private static final class Loss implements WatchedDataSource.Watch {

        private Thread thread;

        private int left;

        private boolean afterCommit;

        private void arm(int at, boolean afterCommit) {
            this.thread = Thread.currentThread();
            this.left = at;
            this.afterCommit = afterCommit;
        }

        /** Returns whether there was a loss. */
        private boolean heal() {
            this.thread = null;
            return this.left <= 0;
        }

        @Override
        public void before(String step) throws SQLException {
            if (!this.afterCommit && !step.equals("rollback")) {
                count();
            }
        }

        @Override
        public void after(String step) throws SQLException {
            if (this.afterCommit && step.equals("commit")) {
                count();
            }
        }

        private void count() throws SQLException {
            if (Thread.currentThread() == this.thread && --this.left == 0) {
                throw new SQLException("The connection was lost", "08006");
            }
        }

    }

}
