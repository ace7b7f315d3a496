package io.taskqueue.event;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.TaskError;

/**
 * Something that happened to a task on this node. Each is also a Spring application
 * event: an {@code @EventListener void on(TaskFailed event)} hears it, on the thread
 * where it happened, so a listener should be quick. What a listener throws is logged and
 * ends there.
 */
public sealed interface TaskEvent {

    /** The task's id. */
    String id();

    /** The task's name. */
    String task();

    /** The queue it was sent to. */
    String queue();

    /** When it happened. */
    Instant at();

    /**
     * A broker took a call over.
     */
    record TaskSent(String id, String task, String queue, Instant at) implements TaskEvent {
    }

    /**
     * A broker did not take a call over after its transaction had committed. The call is
     * lost unless it is made again; with history its row is {@code UNSENT}.
     *
     * @param reason why
     */
    record TaskUnsent(String id, String task, String queue, Instant at, String reason) implements TaskEvent {
    }

    /**
     * A worker took a task.
     *
     * @param attempt counted from one
     * @param deliveries how often this attempt has been handed out
     */
    record TaskReceived(String id, String task, String queue, Instant at, int attempt,
            int deliveries) implements TaskEvent {
    }

    /**
     * A body began.
     *
     * @param attempt counted from one
     */
    record TaskStarted(String id, String task, String queue, Instant at, int attempt) implements TaskEvent {
    }

    /**
     * A task ended with a result, and the result is stored.
     *
     * @param attempt counted from one
     * @param runtime how long the body ran
     */
    record TaskSucceeded(String id, String task, String queue, Instant at, int attempt,
            Duration runtime) implements TaskEvent {
    }

    /**
     * A task failed for good, and the error is stored.
     *
     * @param attempt counted from one
     * @param runtime how long the body ran
     * @param error why
     */
    record TaskFailed(String id, String task, String queue, Instant at, int attempt, Duration runtime,
            TaskError error) implements TaskEvent {
    }

    /**
     * An attempt failed, and the next one waits in the broker.
     *
     * @param attempt the one that failed, counted from one
     * @param runtime how long the body ran
     * @param due when the next may start
     * @param error why, or {@code null} where the task only asked for another time
     */
    record TaskRetried(String id, String task, String queue, Instant at, int attempt, Duration runtime, Instant due,
            @Nullable TaskError error) implements TaskEvent {
    }

    /**
     * A task was cancelled or expired, and never ran to its end.
     *
     * @param expired whether it expired
     */
    record TaskRevoked(String id, String task, String queue, Instant at, boolean expired) implements TaskEvent {
    }

    /**
     * A message went to the dead letters.
     *
     * @param reason why
     */
    record TaskRejected(String id, String task, String queue, Instant at, String reason) implements TaskEvent {
    }

}
