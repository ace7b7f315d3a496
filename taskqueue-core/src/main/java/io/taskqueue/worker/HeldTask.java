package io.taskqueue.worker;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.execution.Attempt;

/**
 * A task that a worker holds: it runs, or waits for a slot.
 *
 * @param id the task
 * @param task its name
 * @param queue where it was sent to
 * @param priority 0 to 9; 9 goes first
 * @param redelivered whether it was handed out before
 * @param since when its body began, or {@code null} before that
 */
public record HeldTask(String id, String task, String queue, int priority, boolean redelivered,
        @Nullable Instant since) {

    /** What this attempt is of; empty where its delivery holds no message. */
    static Optional<HeldTask> of(Attempt attempt) {
        Delivery delivery = attempt.delivery();
        return (delivery.content() instanceof Content.Readable readable)
                ? Optional.of(new HeldTask(readable.message().id(), readable.message().task(), delivery.queue(),
                        readable.message().priorityOrDefault(), delivery.deliveries() > 1, attempt.began()))
                : Optional.empty();
    }

}
