package io.taskqueue.control;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.taskqueue.event.TaskEvent;

/** How many tasks of each name began here. Bounded: the tasks of this application. */
final class Tally {

    private final Map<String, LongAdder> began = new ConcurrentHashMap<>();

    private final LongAdder all = new LongAdder();

    void hear(TaskEvent event) {
        if (event instanceof TaskEvent.TaskStarted started) {
            this.all.increment();
            this.began.computeIfAbsent(started.task(), (first) -> new LongAdder()).increment();
        }
    }

    long all() {
        return this.all.sum();
    }

    Map<String, Long> byName() {
        Map<String, Long> counts = new TreeMap<>();
        this.began.forEach((name, count) -> counts.put(name, count.sum()));
        return counts;
    }

}
