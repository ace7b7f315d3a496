package io.taskqueue.memory;

import java.time.Duration;

import io.taskqueue.message.ManualTime;

/** A memory broker whose time a test owns. */
final class MemoryBrokers {

    static final int DEAD_LETTERS = 50;

    final ManualTime time = new ManualTime();

    MemoryBroker open() {
        return open(new MemoryBroker.Options(Duration.ofSeconds(30), 100_000, DEAD_LETTERS));
    }

    MemoryBroker open(MemoryBroker.Options options) {
        MemoryBroker broker = new MemoryBroker(options, this.time);
        this.time.onMove(broker::wake);
        return broker;
    }

}
