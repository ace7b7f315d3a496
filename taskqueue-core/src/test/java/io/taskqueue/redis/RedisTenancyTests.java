package io.taskqueue.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.broker.Broadcast.Notice;
import io.taskqueue.broker.Broker;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.DeadLetters;
import io.taskqueue.broker.Leases;
import io.taskqueue.broker.QueueAdministration;
import io.taskqueue.broker.QueueInspection;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.Payload;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Answer;
import io.taskqueue.result.ResultStoreException;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Two applications on one Redis, each with a prefix and the documented user of its own.
 */
@Tag("S38")
class RedisTenancyTests {

    private static final List<String> QUEUE = List.of("taskqueue");

    private RedisProcess server;

    private RedisConnections shop;

    private RedisConnections billing;

    @BeforeEach
    void startServer() throws IOException {
        LeastPrivilege user = LeastPrivilege.documented();
        LeastPrivilege other = user.of("billing");
        Path users = Files.createTempFile("taskqueue-users-", ".acl");
        users.toFile().deleteOnExit();
        Files.writeString(users, user.line() + "\n" + other.line() + "\n");
        this.server = RedisServer.start("--aclfile", users.toString());
        this.shop = TestRedis.connections(user.url(this.server.port()));
        this.billing = TestRedis.connections(other.url(this.server.port()));
        try (Broker theirs = broker(this.billing, "billing:")) {
            assertThat(theirs.publish(List.of(message()))).containsExactly(Answer.done());
        }
        results(this.billing, "billing:").store(List.of(TaskResult.of("theirs", TaskState.SUCCESS,
                new TaskRun(1, 1, "x"), TimeSource.system().now(), TaskDetails.NONE)));
    }

    @AfterEach
    void stopServer() {
        this.shop.close();
        this.billing.close();
        this.server.close();
    }

    private static Broker broker(RedisConnections connections, String prefix) {
        return new RedisBroker(connections, RedisBroker.Options.DEFAULT.prefix(prefix), MessageCodec.standard(),
                TimeSource.system());
    }

    private static RedisResultBackend results(RedisConnections connections, String prefix) {
        return new RedisResultBackend(connections,
                new RedisResultBackend.Options(prefix, Duration.ofDays(1), Duration.ofDays(1), 100),
                TimeSource.system());
    }

    private static TaskMessage message() {
        return new TaskMessage("theirs", "billing.charge", "taskqueue", Payload.json("[[], {}, {}]".getBytes()),
                TaskHeaders.none(), null, null, null);
    }

    private static void assertRefused(ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfAny(BrokerUnavailableException.class, ResultStoreException.class)
            .hasStackTraceContaining("NOPERM");
    }

    @Test
    @DisplayName("S38 a worker sees nothing of the other application")
    void workerSeesNothingOfTheOtherApplication() throws InterruptedException {
        try (Broker ours = broker(this.shop, "shop:"); Consumer consumer = ours.consume(options())) {
            assertThat(consumer.receive(QUEUE, 10, Duration.ZERO)).isEmpty();
            assertThat(results(this.shop, "shop:").find(List.of("theirs"))).isEmpty();
        }
    }

    @Test
    @DisplayName("S38 no right reaches the other application's tasks")
    void noRightReachesTheOtherApplicationsTasks() {
        try (Broker theirs = broker(this.shop, "billing:"); Consumer consumer = theirs.consume(options())) {
            assertRefused(() -> consumer.receive(QUEUE, 10, Duration.ZERO));
            assertThat(theirs.publish(List.of(message(), message().after(Duration.ofSeconds(1)))))
                .allSatisfy((answer) -> assertThat(answer.cause()).hasStackTraceContaining("NOPERM"));
            assertRefused(() -> theirs.capability(Leases.class).orElseThrow().reclaim(10));
            assertRefused(() -> theirs.capability(QueueInspection.class).orElseThrow().depths(QUEUE));
            assertRefused(() -> theirs.capability(QueueAdministration.class).orElseThrow().purge("taskqueue"));
            assertRefused(() -> theirs.capability(DeadLetters.class).orElseThrow().list(null, 0, 10));
            assertRefused(() -> theirs.capability(DeadLetters.class).orElseThrow().remove(List.of("1")));
        }
        assertUntouched();
    }

    @Test
    @DisplayName("S38 no right reaches the other application's results and wishes")
    void noRightReachesTheOtherApplicationsResultsAndWishes() {
        RedisResultBackend theirs = results(this.shop, "billing:");
        assertRefused(() -> theirs.find(List.of("theirs")));
        assertRefused(() -> theirs.forget(List.of("theirs")));
        assertThat(theirs.store(List.of(TaskResult.of("theirs", TaskState.FAILURE, new TaskRun(2, 1, "y"),
                TimeSource.system().now(), TaskDetails.NONE))))
            .allSatisfy((answer) -> assertThat(answer.cause()).hasStackTraceContaining("NOPERM"));
        RedisWishes wishes = new RedisWishes(this.shop, "billing:", TimeSource.system());
        assertRefused(() -> wishes.revoke(List.of("theirs"), Duration.ofHours(1)));
        assertRefused(() -> wishes.pause("taskqueue"));
        assertRefused(wishes::paused);
        try (RedisBroadcast broadcast = new RedisBroadcast(this.shop, "billing:")) {
            assertRefused(() -> broadcast.send(new Notice("revoke", Map.of("ids", List.of("theirs")))));
        }
        assertUntouched();
    }

    private void assertUntouched() {
        assertThat(results(this.billing, "billing:").find(List.of("theirs")).get("theirs").state())
            .isEqualTo(TaskState.SUCCESS);
        assertThat(new RedisWishes(this.billing, "billing:", TimeSource.system()).revoked(List.of("theirs"))).isEmpty();
        try (Broker theirs = broker(this.billing, "billing:"); Consumer consumer = theirs.consume(options())) {
            assertThat(consumer.receive(QUEUE, 10, Duration.ZERO)).hasSize(1);
        }
        catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static ConsumerOptions options() {
        return new ConsumerOptions("worker@test", 10, false);
    }

}
