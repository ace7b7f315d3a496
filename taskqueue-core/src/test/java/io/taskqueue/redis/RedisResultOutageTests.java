package io.taskqueue.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.taskqueue.AsyncResult;
import io.taskqueue.Scale;
import io.taskqueue.SharedTask;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskState;
import io.taskqueue.servers.RedisProcess;
import io.taskqueue.servers.RedisServer;
import io.taskqueue.worker.Engine;
import io.taskqueue.worker.TaskWorker;

import static org.assertj.core.api.Assertions.assertThat;

/** Results in a Redis of their own, which does not answer for a while. */
class RedisResultOutageTests {

    private final RedisProcess store = RedisServer.start();

    private final RedisConnections connections = TestRedis.connections(this.store.url());

    private final String prefix = TestRedis.prefix();

    private final Scale scale = Scale.current();

    private final Shop shop = new Shop();

    private final Engine engine = Engine.with(this.shop)
        .broker(new RedisBroker(TestRedis.connections(),
                RedisBroker.Options.DEFAULT.prefix(this.prefix).lease(this.scale.lease()), MessageCodec.standard(),
                TimeSource.system()))
        .results(new RedisResultBackend(this.connections,
                new RedisResultBackend.Options("", Duration.ofDays(1), Duration.ofDays(1), 100), TimeSource.system()))
        .build();

    @AfterEach
    void stop() {
        this.engine.close();
        this.connections.close();
        this.store.close();
        TestRedis.clear(this.prefix);
    }

    @Test
    @Tag("G14")
    @Tag("G3")
    void noResultIsMissingAndNothingRanTwice() {
        List<Integer> numbers = IntStream.range(0, this.scale.tasks()).boxed().toList();
        List<AsyncResult<Integer>> calls = this.engine.tasks.delayAll(Shop::work, numbers);
        TaskWorker worker = this.engine.work(4);
        Awaitility.await().until(() -> this.shop.runs.get() > numbers.size() / 4);
        this.store.pause();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> worker.status().trouble() != null);
        Awaitility.await().atMost(this.scale.watch().multipliedBy(2)).pollDelay(this.scale.watch()).until(() -> true);
        int begun = this.shop.runs.get();
        this.store.resume();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> calls.stream().allMatch(AsyncResult::ready));
        System.out.printf("figure: results were away for %s: %d of %d bodies run meanwhile, %d runs in all%n",
                this.scale.watch(), begun, numbers.size(), this.shop.runs.get());
        assertThat(calls.stream().map(AsyncResult::state)).containsOnly(TaskState.SUCCESS);
        assertThat(calls.stream().map((call) -> call.get(Duration.ofSeconds(1)))).containsExactlyElementsOf(numbers);
        assertThat(this.shop.runs).hasValue(numbers.size());
    }

    static class Shop {

        final AtomicInteger runs = new AtomicInteger();

        @SharedTask
        int work(int number) throws InterruptedException {
            this.runs.incrementAndGet();
            // nothing ever counts it down: it only takes its time
            new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS);
            return number;
        }

    }

}
