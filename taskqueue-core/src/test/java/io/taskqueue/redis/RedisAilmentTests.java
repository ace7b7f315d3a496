package io.taskqueue.redis;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.taskqueue.AsyncResult;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.broker.BrokerUnavailableException;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.worker.Engine;
import io.taskqueue.worker.TaskWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A worker outlives a Redis that is there and answers no, and so do the tasks. */
@Tag("G6")
class RedisAilmentTests {

    private static final Duration USABLE_AGAIN = Duration.ofSeconds(10).plus(Scale.current().faults().grace());

    private final RedisProcess redis = RedisServer.start("--appendonly", "yes", "--key-load-delay", "100");

    private RedisConnections connections;

    private final Shop shop = new Shop();

    private Engine engine;

    @BeforeEach
    void open() {
        open(RedisBroker.Options.DEFAULT.lease());
    }

    private void open(Duration lease) {
        Ailment.introduceWorker(this.redis);
        this.connections = TestRedis.connections(this.redis.url().replace("//", "//worker:" + Ailment.PASSWORD + "@"));
        RedisBroker broker = new RedisBroker(this.connections, RedisBroker.Options.DEFAULT.lease(lease),
                MessageCodec.standard(), TimeSource.system());
        RedisResultBackend results = new RedisResultBackend(this.connections,
                new RedisResultBackend.Options("", Duration.ofDays(1), Duration.ofDays(1), 100), TimeSource.system());
        this.engine = Engine.with(this.shop).broker(broker).results(results).build();
    }

    @AfterEach
    void stop() {
        close();
        this.redis.close();
    }

    private void close() {
        this.engine.close();
        this.connections.close();
    }

    private String run() {
        return this.engine.tasks.delay(Shop::greet, "you").get(USABLE_AGAIN);
    }

    private void await(Duration time) {
        Awaitility.await().pollDelay(time).until(() -> true);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OOM")
    @Tag("G1")
    @Tag("G14")
    void workerSaysItAndGoesOnByItself(Ailment ailment) {
        TaskWorker worker = this.engine.work(2);
        assertThat(run()).isEqualTo("hello you");
        AsyncResult<String> inProgress = this.engine.tasks.delay(Shop::slow);
        Engine.await(this.shop.begun);
        ailment.begin(this.redis);
        this.shop.go.countDown();
        assertThatThrownBy(() -> this.engine.tasks.delay(Shop::greet, "nobody"))
            .isInstanceOf(BrokerUnavailableException.class);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> worker.status().trouble() != null);
        await(Duration.ofSeconds(1));
        assertThat(worker.isRunning()).isTrue();
        ailment.end(this.redis);
        assertThat(Awaitility.await().atMost(USABLE_AGAIN).ignoreExceptions().until(this::run, (answer) -> true))
            .isEqualTo("hello you");
        assertThat(inProgress.get(USABLE_AGAIN)).isEqualTo("slowly");
        Awaitility.await().atMost(USABLE_AGAIN).until(() -> worker.status().trouble() == null);
        assertThat(this.shop.slowly).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OOM")
    void workerThatStartsIntoItGoesOnByItself(Ailment ailment) {
        ailment.begin(this.redis);
        TaskWorker worker = this.engine.work(2);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> worker.status().trouble() != null);
        ailment.end(this.redis);
        assertThat(Awaitility.await().atMost(USABLE_AGAIN).ignoreExceptions().until(this::run, (answer) -> true))
            .isEqualTo("hello you");
        Awaitility.await().atMost(USABLE_AGAIN).until(() -> worker.status().trouble() == null);
    }

    @ParameterizedTest
    @EnumSource(names = { "OOM", "READONLY", "NOPERM" })
    void nothingSpins(Ailment ailment) {
        this.engine.work(2);
        assertThat(run()).isEqualTo("hello you");
        ailment.begin(this.redis);
        long before = refusals();
        await(Duration.ofSeconds(3));
        long refused = refusals() - before;
        ailment.end(this.redis);
        System.out.printf("figure: commands refused to an idle worker in 3 s, %s: %d%n", ailment, refused);
        assertThat(refused).isLessThan(90);
    }

    @Test
    void forgottenScriptsAreSentAgain() {
        TaskWorker worker = this.engine.work(2);
        for (int i = 0; i < 10; i++) {
            this.redis.cli("SCRIPT", "FLUSH");
            assertThat(run()).isEqualTo("hello you");
        }
        assertThat(worker.status().trouble()).isNull();
    }

    @Test
    @Tag("G4")
    void fullMemoryIsDrainedAndLeasesHold() {
        close();
        open(Scale.current().lease());
        for (int i = 0; i < 20; i++) {
            this.engine.tasks.delay(Shop::greet, "early");
        }
        AsyncResult<String> longer = this.engine.tasks.delay(Shop::slow);
        Ailment.OOM.begin(this.redis);
        this.engine.work(1);
        Engine.await(this.shop.begun);
        await(Scale.current().lease().multipliedBy(2));
        this.shop.go.countDown();
        assertThat(longer.get(USABLE_AGAIN)).isEqualTo("slowly");
        assertThat(this.shop.slowly).hasValue(1);
        assertThat(this.engine.results.find(Set.of(longer.id())).get(longer.id()).run().deliveries()).isOne();
        assertThatThrownBy(() -> this.engine.tasks.delay(Shop::greet, "late"))
            .isInstanceOf(BrokerUnavailableException.class)
            .hasMessageContaining("OOM");
    }

    @Test
    @Tag("G3")
    @Tag("G4")
    void outageLongerThanLeasesRunsNothingTwice() {
        close();
        open(Scale.current().lease());
        try (RedisConnections ways = this.connections; Engine here = this.engine) {
            open(Scale.current().lease());
            here.work((options) -> options.concurrency(1));
            AsyncResult<String> one = here.tasks.delay(Shop::slow);
            Engine.await(this.shop.begun);
            this.engine.work((options) -> options.concurrency(1));
            AsyncResult<String> other = here.tasks.delay(Shop::slow);
            Awaitility.await().atMost(USABLE_AGAIN).until(() -> this.shop.slowly.get() == 2);
            this.redis.kill();
            await(Scale.current().lease().multipliedBy(3));
            this.redis.restart();
            Ailment.introduceWorker(this.redis);
            Awaitility.await().atMost(USABLE_AGAIN).ignoreExceptions().until(() -> {
                here.tasks.delay(Shop::greet, "you");
                return true;
            });
            await(Scale.current().lease().multipliedBy(2));
            this.shop.go.countDown();
            assertThat(one.get(USABLE_AGAIN)).isEqualTo("slowly");
            assertThat(other.get(USABLE_AGAIN)).isEqualTo("slowly");
            assertThat(this.shop.slowly).hasValue(2);
            assertThat(ways.cluster()).isFalse();
        }
    }

    private long refusals() {
        Matcher count = Pattern.compile("total_error_replies:(\\d+)").matcher(this.redis.cli("INFO", "stats"));
        assertThat(count.find()).isTrue();
        return Long.parseLong(count.group(1));
    }

    static class Shop {

        final CountDownLatch begun = new CountDownLatch(1);

        final CountDownLatch go = new CountDownLatch(1);

        final AtomicInteger slowly = new AtomicInteger();

        @SharedTask
        String greet(String name) {
            return "hello " + name;
        }

        @SharedTask
        String slow() throws InterruptedException {
            this.slowly.incrementAndGet();
            this.begun.countDown();
            this.go.await(1, TimeUnit.MINUTES);
            return "slowly";
        }

    }

}
