package io.taskqueue.console;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.taskqueue.control.Neighbour;

/**
 * The whole at a glance.
 *
 * @param broker the broker
 * @param results the result store
 * @param counts how many tasks it knows, by state; absent where it keeps no history
 * @param queues the queues; absent while the broker does not answer
 * @param workers the workers of this process
 * @param neighbours other workers on the same broker that are heard at the moment
 * @param trouble who does not answer; absent while all do
 */
public record OverviewView(String broker, String results, @Nullable Map<String, Long> counts,
        @Nullable List<QueuesView.Queue> queues, List<WorkersView.Worker> workers, List<Neighbour> neighbours,
        @Nullable List<String> trouble) {
}
