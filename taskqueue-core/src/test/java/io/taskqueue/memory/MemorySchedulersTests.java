package io.taskqueue.memory;

import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.beat.SchedulersContract;
import io.taskqueue.message.TimeSource;

class MemorySchedulersTests extends SchedulersContract {

    private final MemoryScheduleStore store = new MemoryScheduleStore(TimeSource.system());

    @Override
    protected ScheduleStore open() {
        return this.store;
    }

    @Override
    protected ScheduleStore other() {
        return this.store;
    }

}
