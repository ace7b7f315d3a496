package io.taskqueue.broker;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TaskMessage;
import io.taskqueue.result.TaskResult;

/**
 * The end of one delivery as one value. The order is the promise: the result is stored,
 * then the follow-ups are published, then the delivery is settled. Whoever dies in
 * between makes the task run twice; any other order could lose it.
 *
 * @param delivery what has ended
 * @param result what to store, or {@code null} for nothing
 * @param followUps what to send: a retry, a parked copy, the next link
 * @param settlement what becomes of the delivery
 */
public record Completion(Delivery delivery, @Nullable TaskResult result, List<TaskMessage> followUps,
        Settlement settlement) {

    public Completion {
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(settlement, "settlement");
        followUps = List.copyOf(followUps);
    }

    /** Nothing but a settlement. */
    public static Completion of(Delivery delivery, Settlement settlement) {
        return new Completion(delivery, null, List.of(), settlement);
    }

}
