package io.taskqueue.console;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.control.Neighbour;
import io.taskqueue.worker.WorkerStatus;

/**
 * The workers of this process, and the others that it hears of.
 *
 * @param workers the workers of this process
 * @param neighbours other workers on the same broker, Python's too
 */
public record WorkersView(List<Worker> workers, List<Neighbour> neighbours) {

    static WorkersView of(List<WorkerStatus> workers, List<Neighbour> neighbours) {
        return new WorkersView(workers.stream().map(Worker::of).toList(), neighbours);
    }

    /**
     * One worker.
     *
     * @param name its name
     * @param state what it does
     * @param queues where it takes tasks from
     * @param concurrency how many tasks it runs at once
     * @param started when it began
     * @param waiting how many tasks it holds that have no slot yet
     * @param backlog how many ended tasks are not durable yet
     * @param unknownNames how many task names came that are unknown here
     * @param running what runs now
     * @param trouble why it cannot work; absent while it can
     */
    public record Worker(String name, String state, List<String> queues, int concurrency, @Nullable Instant started,
            int waiting, int backlog, int unknownNames, List<Running> running, @Nullable String trouble) {

        static Worker of(WorkerStatus status) {
            List<Running> running = status.running()
                .stream()
                .map((each) -> new Running(each.id(), each.task(), each.attempt(), each.since()))
                .toList();
            return new Worker(status.name(), status.state().name(), status.queues(), status.concurrency(),
                    status.started(), status.waiting(), status.backlog(), status.unknownNames(), running,
                    Trouble.of(status));
        }

    }

    /**
     * A task that runs now.
     *
     * @param id its id
     * @param task its name
     * @param attempt which attempt, counted from one
     * @param since when its body began
     */
    public record Running(String id, String task, int attempt, @Nullable Instant since) {
    }

}
