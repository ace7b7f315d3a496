package io.taskqueue.memory;

import io.taskqueue.message.ManualTime;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.ResultPushContract;

class MemoryResultPushTests extends ResultPushContract {

    @Override
    protected ResultBackend open() {
        return new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, new ManualTime());
    }

}
