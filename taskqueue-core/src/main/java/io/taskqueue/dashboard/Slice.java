package io.taskqueue.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.taskqueue.console.QueuesView;
import io.taskqueue.event.TaskEvent;

/**
 * What happened in one step of time, and what waited at its end. Threads of tasks add to
 * it while it is the newest; afterwards nothing changes it.
 */
final class Slice {

    private static final int MOST_QUEUES = 50;

    final Instant start;

    final LongAdder succeeded = new LongAdder();

    final LongAdder failed = new LongAdder();

    final LongAdder retried = new LongAdder();

    final LongAdder dropped = new LongAdder();

    final RunTimes times = new RunTimes();

    private volatile Map<String, QueuesView.Queue> queues = Map.of();

    Slice(Instant start) {
        this.start = start;
    }

    void add(TaskEvent event) {
        if (event instanceof TaskEvent.TaskSucceeded succeeded) {
            this.succeeded.increment();
            this.times.add(succeeded.runtime());
        }
        else if (event instanceof TaskEvent.TaskFailed failed) {
            this.failed.increment();
            this.times.add(failed.runtime());
        }
        else if (event instanceof TaskEvent.TaskRetried retried) {
            this.retried.increment();
            this.times.add(retried.runtime());
        }
        else if (event instanceof TaskEvent.TaskRevoked || event instanceof TaskEvent.TaskRejected) {
            this.dropped.increment();
        }
    }

    void waiting(QueuesView now) {
        Map<String, QueuesView.Queue> queues = new LinkedHashMap<>();
        now.queues().stream().limit(MOST_QUEUES).forEach((queue) -> queues.put(queue.name(), queue));
        this.queues = queues;
    }

    Map<String, QueuesView.Queue> queues() {
        return this.queues;
    }

    /** How many messages waited, or {@code null} where nobody knows. */
    @Nullable Long ready() {
        Long all = null;
        for (QueuesView.Queue queue : this.queues.values()) {
            Long ready = queue.ready();
            if (ready != null) {
                all = ready + ((all != null) ? all : 0);
            }
        }
        return all;
    }

    /** For how many seconds the first of them had waited. */
    @Nullable Double age() {
        Double oldest = null;
        for (QueuesView.Queue queue : this.queues.values()) {
            Duration age = queue.age();
            double seconds = (age != null) ? age.toMillis() / 1_000.0 : 0;
            if (queue.ready() != null && (oldest == null || seconds > oldest)) {
                oldest = seconds;
            }
        }
        return oldest;
    }

}
