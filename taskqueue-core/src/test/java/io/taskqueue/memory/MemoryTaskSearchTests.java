package io.taskqueue.memory;

import io.taskqueue.message.ManualTime;
import io.taskqueue.result.ResultBackend;
import io.taskqueue.result.TaskSearchContract;

class MemoryTaskSearchTests extends TaskSearchContract {

    @Override
    protected ResultBackend open() {
        return new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, new ManualTime());
    }

}
