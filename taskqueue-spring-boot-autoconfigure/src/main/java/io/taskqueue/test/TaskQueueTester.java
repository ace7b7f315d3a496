package io.taskqueue.test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.taskqueue.AsyncResult;
import io.taskqueue.TaskCatalog;
import io.taskqueue.canvas.TaskMethod;

/**
 * A test's hand on the application's tasks: it tells what was enqueued, runs what waits
 * on the test's own thread, and moves the clock. For one test at a time.
 */
public final class TaskQueueTester implements TypedQuestions {

    /**
     * More tasks than this in one go are taken for tasks that call each other without
     * end.
     */
    public static final int MOST = 10_000;

    private final RecordingBroker broker;

    private final InlineWorker worker;

    private final TaskCatalog catalog;

    private final TestTime time;

    TaskQueueTester(RecordingBroker broker, InlineWorker worker, TaskCatalog catalog, TestTime time) {
        this.broker = broker;
        this.worker = worker;
        this.catalog = catalog;
        this.time = time;
    }

    /** All calls since the test began, in their order, whether they were run or not. */
    public List<EnqueuedTask> enqueued() {
        return this.broker.calls();
    }

    /** The calls of the task of this name since the test began. */
    public List<EnqueuedTask> enqueued(String task) {
        return enqueued().stream().filter((call) -> call.task().equals(task)).toList();
    }

    @Override
    public List<EnqueuedTask> enqueuedBy(TaskMethod method) {
        return enqueued(name(method));
    }

    /**
     * Fails unless the task of this name was called with exactly these positional
     * arguments; without any, unless it was called at all.
     * @return the first such call
     */
    public EnqueuedTask assertEnqueued(String task, @Nullable Object... args) {
        return enqueued(task).stream()
            .filter((call) -> args.length == 0 || call.calledWith(args))
            .findFirst()
            .orElseThrow(() -> new AssertionError("Expected a call of " + task
                    + ((args.length > 0) ? " with " + List.of(args) : "") + ". " + told("Enqueued", enqueued())));
    }

    @Override
    public EnqueuedTask assertEnqueuedBy(TaskMethod method, @Nullable Object... args) {
        return assertEnqueued(name(method), args);
    }

    /**
     * What has not ended: it was not run yet, or waits for its time or its next attempt.
     * The first to be due comes first.
     */
    public List<EnqueuedTask> waiting() {
        return this.broker.waiting();
    }

    /**
     * Runs all tasks that are due, here and now, and those that they call, until none is.
     * A task that fails does not make this fail: its outcome tells.
     * @return what became of each attempt, in the order in which they ran
     * @throws AssertionError if there is no end to them
     */
    public List<TaskOutcome> runWaiting() {
        List<TaskOutcome> outcomes = new ArrayList<>();
        for (Optional<TaskOutcome> next = runNext(); next.isPresent(); next = runNext()) {
            outcomes.add(next.get());
            if (outcomes.size() == MOST) {
                throw new AssertionError("Ran " + MOST + " tasks, and there are more: do they call each other, or retry"
                        + " without a delay, for ever? " + told("Waiting", waiting()));
            }
        }
        return outcomes;
    }

    /** Runs the task that is due next, here and now; empty where none is due. */
    public Optional<TaskOutcome> runNext() {
        return this.worker.runNext();
    }

    /**
     * What became of a task when it was last run.
     * @throws AssertionError if it was not run since the test began
     */
    public TaskOutcome outcome(String id) {
        return this.worker.outcome(id)
            .orElseThrow(() -> new AssertionError("Task " + id + " was not run. " + told("Waiting", waiting())));
    }

    /**
     * What became of a call when its task was last run.
     * @throws AssertionError if it was not run since the test began
     */
    public TaskOutcome outcome(AsyncResult<?> call) {
        return outcome(call.id());
    }

    /** What time it is for tasks. */
    public Instant now() {
        return this.time.now();
    }

    /**
     * Moves the clock: delayed tasks and retries become due, and nothing runs by itself.
     */
    public void advance(Duration step) {
        this.time.advance(step);
        this.broker.wake();
    }

    private String name(TaskMethod method) {
        return this.catalog.resolve(method).name();
    }

    private static String told(String what, List<EnqueuedTask> tasks) {
        return tasks.isEmpty() ? what + " is nothing."
                : tasks.stream()
                    .limit(20)
                    .map(EnqueuedTask::toString)
                    .collect(Collectors.joining("\n    ", what + ":\n    ", (tasks.size() > 20) ? "\n    …" : ""));
    }

}
