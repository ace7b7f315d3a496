package io.taskqueue.worker;

import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broker;
import io.taskqueue.event.TaskEvents;
import io.taskqueue.execution.TaskRunner;
import io.taskqueue.message.TimeSource;
import io.taskqueue.result.TaskJournal;

/**
 * What a worker works with.
 *
 * @param broker where tasks come from
 * @param runner how one is run
 * @param journal where results go
 * @param wishes what must not run
 * @param broadcast where wishes are heard of sooner
 * @param events who hears what happens
 * @param time whose clock it goes by
 * @param threads makes the threads tasks run on, unbounded, for each start anew; the
 * worker ends them
 */
public record WorkerParts(Broker broker, TaskRunner runner, TaskJournal journal, Wishes wishes, Broadcast broadcast,
        TaskEvents events, TimeSource time, Supplier<ExecutorService> threads) {
}
