package io.taskqueue.worker;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a worker is doing right now.
 *
 * @param name the node's name
 * @param state what it does
 * @param queues where it takes tasks from
 * @param concurrency how many tasks it runs at once
 * @param started when it began
 * @param waiting how many tasks it holds that have no slot yet
 * @param backlog how many ended tasks are not durable yet
 * @param running what runs now
 * @param unknownNames how many task names came that are unknown here
 * @param trouble why it cannot work, in one line, or {@code null} while it can
 */
public record WorkerStatus(String name, State state, List<String> queues, int concurrency, @Nullable Instant started,
        int waiting, int backlog, List<Running> running, int unknownNames, @Nullable String trouble) {

    public WorkerStatus {
        queues = List.copyOf(queues);
        running = List.copyOf(running);
    }

    /** What a worker does. */
    public enum State {

        /** It takes and runs tasks. */
        RUNNING,
        /** It finishes what it has. */
        STOPPING,
        /** It has ended, or not begun. */
        STOPPED

    }

    /**
     * A task that runs now.
     *
     * @param id the task
     * @param task its name
     * @param attempt counted from one
     * @param since when its body began, or {@code null} if it is about to
     */
    public record Running(String id, String task, int attempt, @Nullable Instant since) {
    }

}
