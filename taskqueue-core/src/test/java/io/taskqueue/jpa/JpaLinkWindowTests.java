package io.taskqueue.jpa;

import java.time.Duration;

import io.taskqueue.broker.Broker;
import io.taskqueue.memory.MemoryBroker;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.LinkWindowContract;

class JpaLinkWindowTests extends LinkWindowContract {

    @Override
    protected Broker broker(Duration lease) {
        return new MemoryBroker(new MemoryBroker.Options(lease, 1_000, 1_000), TimeSource.system());
    }

    @Override
    protected ResultBackend results() {
        return Database.H2.emptyStore(TimeSource.system());
    }

}
