package io.taskqueue.worker;

import java.time.Duration;
import java.util.List;

import io.taskqueue.TaskOptions;

/**
 * How a worker works.
 *
 * @param name the node's name, unique among those that share a broker
 * @param queues where it takes tasks from
 * @param strict whether these are emptied in order rather than in turn
 * @param concurrency how many tasks run at once
 * @param lookAhead how much work beyond its slots it may hold, as the time in which it
 * would begin it; zero for none
 * @param shutdownTimeout how long running tasks may take when it stops
 * @param sweep how often it does the chores that any node may do
 */
public record WorkerOptions(String name, List<String> queues, boolean strict, int concurrency, Duration lookAhead,
        Duration shutdownTimeout, Duration sweep) {

    public WorkerOptions {
        queues = List.copyOf(queues);
        if (queues.isEmpty()) {
            throw new IllegalArgumentException("A worker takes tasks from at least one queue");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("A worker runs at least one task at once, not " + concurrency);
        }
    }

    /**
     * The defaults, for a node of this name: the default queue, and as many tasks as
     * processors, at least two.
     */
    public static WorkerOptions of(String name) {
        return new WorkerOptions(name, List.of(TaskOptions.DEFAULT_QUEUE), false,
                Math.max(2, Runtime.getRuntime().availableProcessors()), Duration.ofMillis(20), Duration.ofSeconds(25),
                Duration.ofSeconds(10));
    }

    /** The same with these queues. */
    public WorkerOptions queues(List<String> queues) {
        return new WorkerOptions(this.name, queues, this.strict, this.concurrency, this.lookAhead, this.shutdownTimeout,
                this.sweep);
    }

    /** The same with so many tasks at once. */
    public WorkerOptions concurrency(int concurrency) {
        return new WorkerOptions(this.name, this.queues, this.strict, concurrency, this.lookAhead, this.shutdownTimeout,
                this.sweep);
    }

    /** The same with this time for running tasks at its stop. */
    public WorkerOptions shutdownTimeout(Duration timeout) {
        return new WorkerOptions(this.name, this.queues, this.strict, this.concurrency, this.lookAhead, timeout,
                this.sweep);
    }

    /** The same with this look-ahead. */
    public WorkerOptions lookAhead(Duration lookAhead) {
        return new WorkerOptions(this.name, this.queues, this.strict, this.concurrency, lookAhead, this.shutdownTimeout,
                this.sweep);
    }

    /** The same with chores this often. */
    public WorkerOptions sweep(Duration sweep) {
        return new WorkerOptions(this.name, this.queues, this.strict, this.concurrency, this.lookAhead,
                this.shutdownTimeout, sweep);
    }

    /** The most deliveries it ever holds: its slots, and ten times as many ahead. */
    int capacity() {
        return this.concurrency * 11;
    }

}
