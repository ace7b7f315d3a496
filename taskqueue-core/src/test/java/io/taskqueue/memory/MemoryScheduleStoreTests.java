package io.taskqueue.memory;

import io.taskqueue.beat.ScheduleStore;
import io.taskqueue.beat.ScheduleStoreContract;
import io.taskqueue.message.ManualTime;

class MemoryScheduleStoreTests extends ScheduleStoreContract {

    private final MemoryScheduleStore store = new MemoryScheduleStore(new ManualTime());

    @Override
    protected ScheduleStore open() {
        return this.store;
    }

    @Override
    protected ScheduleStore other() {
        return this.store;
    }

}
