package io.taskqueue.redis;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultPush.Subscription;
import io.taskqueue.result.ResultPushContract;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RedisResultPushTests extends ResultPushContract {

    private final RedisResults results = new RedisResults(RedisPlace.ONE_SERVER);

    private final BlockingQueue<TaskResult> told = new LinkedBlockingQueue<>();

    @Override
    protected ResultBackend open() {
        return this.results.open(0);
    }

    @AfterEach
    void clear() {
        this.results.clear();
    }

    private RedisResultBackend redis() {
        return (RedisResultBackend) backend();
    }

    @Test
    void tellsWhatPythonStored() throws InterruptedException {
        redis().subscribe(this.id, this.told::add);
        publish("{\"status\": \"SUCCESS\", \"result\": 5, \"task_id\": \"" + this.id + "\"}");
        TaskResult heard = this.told.poll(10, TimeUnit.SECONDS);
        assertThat(heard).isNotNull();
        assertThat(heard.state()).isEqualTo(TaskState.SUCCESS);
        assertThat(heard.value()).isEqualTo("5");
    }

    @Test
    void garbageOnTheChannelIsNotTold() throws InterruptedException {
        redis().subscribe(this.id, this.told::add);
        publish("garbage");
        publish("[]");
        store(says(TaskState.SUCCESS, run(1, 1), 1));
        assertThat(this.told.poll(10, TimeUnit.SECONDS)).extracting(TaskResult::state).isEqualTo(TaskState.SUCCESS);
    }

    @Test
    void tellsAcrossStores() throws InterruptedException {
        redis().subscribe(this.id, this.told::add);
        try (RedisResultBackend other = this.results.open(0)) {
            other.store(List.of(says(TaskState.STARTED, run(1, 1), 1)));
        }
        assertThat(this.told.poll(10, TimeUnit.SECONDS)).extracting(TaskResult::state).isEqualTo(TaskState.STARTED);
    }

    @Test
    void channelIsLeftWithTheLastWhoWaits() {
        Subscription one = redis().subscribe(this.id, this.told::add);
        Subscription other = redis().subscribe(this.id, this.told::add);
        one.close();
        await().until(this::listening, (count) -> count == 1);
        other.close();
        await().until(this::listening, (count) -> count == 0);
    }

    @Test
    void closedStoreListensToNothing() {
        redis().subscribe(this.id, this.told::add);
        redis().close();
        await().until(this::listening, (count) -> count == 0);
    }

    private void publish(String document) {
        this.results.connections().call((redis) -> redis.publish(this.results.key(this.id), RedisKeys.bytes(document)));
    }

    private long listening() {
        return this.results.connections()
            .call((redis) -> redis.pubsubNumsub(this.results.key(this.id)))
            .values()
            .iterator()
            .next();
    }

}
