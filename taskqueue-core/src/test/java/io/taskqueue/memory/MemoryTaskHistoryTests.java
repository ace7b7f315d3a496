package io.taskqueue.memory;

import java.time.Duration;

import io.taskqueue.message.ManualTime;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskHistoryContract;

class MemoryTaskHistoryTests extends TaskHistoryContract {

    private final ManualTime time = new ManualTime();

    @Override
    protected ResultBackend open() {
        return new MemoryResultBackend(new MemoryResultBackend.Options(expires(), expiresFailed(), 1_000), this.time);
    }

    @Override
    protected Duration expires() {
        return Duration.ofHours(1);
    }

    @Override
    protected Duration expiresFailed() {
        return Duration.ofHours(3);
    }

    @Override
    protected void advance(Duration time) {
        this.time.advance(time);
    }

}
