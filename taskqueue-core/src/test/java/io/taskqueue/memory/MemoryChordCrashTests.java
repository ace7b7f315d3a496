package io.taskqueue.memory;

import java.time.Duration;

import io.taskqueue.broker.Broker;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.worker.ChordCrashContract;

class MemoryChordCrashTests extends ChordCrashContract {

    @Override
    protected Broker broker(Duration lease) {
        return new MemoryBroker(new MemoryBroker.Options(lease, 1_000_000, 10_000), TimeSource.system());
    }

    @Override
    protected ResultBackend results() {
        return new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, TimeSource.system());
    }

}
