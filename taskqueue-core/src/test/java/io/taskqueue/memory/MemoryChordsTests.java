package io.taskqueue.memory;

import io.taskqueue.message.ManualTime;
import io.taskqueue.result.ChordCounterContract;
import io.taskqueue.result.ResultBackend;

class MemoryChordsTests extends ChordCounterContract {

    @Override
    protected ResultBackend open() {
        return new MemoryResultBackend(MemoryResultBackend.Options.DEFAULT, new ManualTime());
    }

}
