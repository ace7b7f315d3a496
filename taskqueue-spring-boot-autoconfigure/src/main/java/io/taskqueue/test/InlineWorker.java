package io.taskqueue.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Completion;
import io.taskqueue.broker.Consumer;
import io.taskqueue.broker.ConsumerOptions;
import io.taskqueue.broker.Content;
import io.taskqueue.broker.Delivery;
import io.taskqueue.broker.Settlement;
import io.taskqueue.execution.Attempt;
import io.taskqueue.execution.Completer;
import io.taskqueue.execution.Completer.Item;
import io.taskqueue.execution.Ending;
import io.taskqueue.execution.TaskRunner;
import io.taskqueue.result.TaskJournal;

/**
 * A worker without threads: it runs one task when asked to, on the thread that asks, the
 * way a real one would.
 */
final class InlineWorker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RecordingBroker broker;

    private final TaskRunner runner;

    private final TaskJournal journal;

    private final Wishes wishes;

    private final Consumer consumer;

    private final Completer completer;

    /** For time limits alone; it has no thread before the first one. */
    private final ScheduledThreadPoolExecutor timer;

    private final Map<String, TaskOutcome> outcomes = new HashMap<>();

    InlineWorker(RecordingBroker broker, TaskRunner runner, TaskJournal journal, Wishes wishes) {
        this.broker = broker;
        this.runner = runner;
        this.journal = journal;
        this.wishes = wishes;
        this.consumer = broker.consume(new ConsumerOptions("test", 1, true));
        this.completer = new Completer(broker, this.consumer, runner);
        this.timer = new ScheduledThreadPoolExecutor(1, (task) -> {
            Thread thread = new Thread(task, "taskqueue-test-limits");
            thread.setDaemon(true);
            return thread;
        });
        this.timer.setRemoveOnCancelPolicy(true);
    }

    /** Runs the task that is due next; empty where none is. */
    Optional<TaskOutcome> runNext() {
        List<String> open = new ArrayList<>(this.broker.queues());
        open.removeAll(this.wishes.paused());
        List<Delivery> next = receive(open);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        TaskOutcome outcome = run(next.get(0));
        this.journal.flush(PATIENCE);
        this.outcomes.put(outcome.id(), outcome);
        return Optional.of(outcome);
    }

    private List<Delivery> receive(List<String> queues) {
        try {
            return this.consumer.receive(queues, 1, Duration.ZERO);
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while taking the next task", interrupted);
        }
    }

    private TaskOutcome run(Delivery delivery) {
        EnqueuedTask task = this.broker.read(((Content.Readable) delivery.content()).message());
        // a time limit ends an attempt on the timer's thread
        CompletableFuture<Ending> ended = new CompletableFuture<>();
        Attempt attempt = this.runner.attempt(delivery, this::acknowledge, this.timer,
                (done, ending) -> ended.complete(ending));
        if (this.wishes.revoked(Set.of(task.id())).contains(task.id())) {
            attempt.revoke();
        }
        attempt.received();
        attempt.run();
        Ending ending = ended.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        complete(ending);
        if (ending.completion().followUps().isEmpty()) {
            this.broker.ended(task.id());
        }
        return new TaskOutcome(task, ending);
    }

    private void complete(Ending ending) {
        Item item = new Item(ending);
        this.completer.complete(List.of(item));
        if (!item.done()) {
            throw new IllegalStateException("What the task came to could not be stored", item.trouble());
        }
    }

    private boolean acknowledge(Delivery delivery) {
        return this.consumer.settle(List.of(Completion.of(delivery, Settlement.acknowledge()))).get(0).isDone();
    }

    /** What became of a task the last time it was run. */
    Optional<TaskOutcome> outcome(String id) {
        return Optional.ofNullable(this.outcomes.get(id));
    }

    void clear() {
        this.outcomes.clear();
    }

    @Override
    public void close() {
        this.timer.shutdownNow();
        this.consumer.close();
    }

}
