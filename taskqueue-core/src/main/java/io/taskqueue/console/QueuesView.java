package io.taskqueue.console;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The queues that this application knows.
 *
 * @param queues the queues
 */
public record QueuesView(List<Queue> queues) {

    /**
     * One queue; figures are absent where the broker cannot tell.
     *
     * @param name its name
     * @param ready messages that wait for a worker
     * @param delayed messages that are not yet due
     * @param inFlight messages at workers
     * @param age how long the first ready message has waited
     * @param deadLetters messages that were set aside
     * @param paused whether nothing of it is begun until it is resumed
     */
    public record Queue(String name, @Nullable Long ready, @Nullable Long delayed, @Nullable Long inFlight,
            @Nullable Duration age, @Nullable Long deadLetters, boolean paused) {
    }

}
