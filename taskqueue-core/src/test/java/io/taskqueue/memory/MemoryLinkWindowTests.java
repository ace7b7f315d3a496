package io.taskqueue.memory;

import java.time.Duration;

import io.taskqueue.broker.Broker;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.LinkWindowContract;

class MemoryLinkWindowTests extends LinkWindowContract {

    @Override
    protected Broker broker(Duration lease) {
        return new MemoryBroker(new MemoryBroker.Options(lease, 1_000, 1_000), TimeSource.system());
    }

    @Override
    protected ResultBackend results() {
        return new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, TimeSource.system());
    }

}
