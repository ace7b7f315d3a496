package io.taskqueue.control;

import java.util.List;
import java.util.function.Supplier;

import io.taskqueue.TaskCatalog;
import io.taskqueue.message.TimeSource;
import io.taskqueue.worker.HeldTask;
import io.taskqueue.worker.TaskWorker;
import io.taskqueue.worker.WorkerStatus;

/**
 * The worker that others look at and steer.
 *
 * @param status how it is doing right now
 * @param held what it holds right now
 * @param catalog the tasks it knows
 * @param broker its broker, in a few words without credentials
 * @param results its result store, in a few words
 * @param time whose clock it goes by
 */
public record Subject(Supplier<WorkerStatus> status, Supplier<List<HeldTask>> held, TaskCatalog catalog, String broker,
        String results, TimeSource time) {

    /** This worker. */
    public static Subject of(TaskWorker worker, TaskCatalog catalog, String broker, String results, TimeSource time) {
        return new Subject(worker::status, worker::held, catalog, broker, results, time);
    }

    String node() {
        return this.status.get().name();
    }

}
