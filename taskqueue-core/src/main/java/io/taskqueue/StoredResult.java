package io.taskqueue;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.taskqueue.message.TimeSource;
import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskState;

/** A result that is read from the store. */
final class StoredResult<T extends @Nullable Object> implements AsyncResult<T> {

    private final String id;

    private final Type type;

    private final boolean ignored;

    private final Dispatch dispatch;

    private final Kin kin;

    private final TaskResults results;

    StoredResult(Called called, Dispatch dispatch, Kin kin, TaskResults results) {
        this.id = called.id();
        this.type = called.type();
        this.ignored = called.ignored();
        this.dispatch = dispatch;
        this.kin = kin;
        this.results = results;
    }

    @Override
    public String id() {
        return this.id;
    }

    @Override
    public T get(Duration patience) {
        requireAnEnd();
        CompletableFuture<TaskResult> end = end();
        try {
            return unwrap(end.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        }
        catch (ExecutionException failure) {
            throw (failure.getCause() instanceof RuntimeException cause) ? cause
                    : new CompletionException(failure.getCause());
        }
        catch (TimeoutException late) {
            throw new ResultTimeoutException(this.id, patience, state().name());
        }
        catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ResultTimeoutException(this.id, patience, "unknown: the waiting thread was interrupted");
        }
        finally {
            end.cancel(false);
        }
    }

    @Override
    public TaskState state() {
        if (this.dispatch.failed()) {
            return TaskState.UNSENT;
        }
        return this.dispatch.pending() ? TaskState.QUEUED
                : this.results.find(this.id).map(TaskResult::state).orElse(TaskState.QUEUED);
    }

    @Override
    public boolean ready() {
        return this.dispatch.failed() || state().terminal();
    }

    @Override
    public Optional<Progress> progress() {
        return this.results.find(this.id).map(TaskResult::progress);
    }

    @Override
    public Optional<TaskError> error() {
        return this.results.find(this.id).map(TaskResult::error);
    }

    @Override
    public CompletableFuture<T> toCompletableFuture() {
        requireStored();
        CompletableFuture<TaskResult> end = end();
        // what callers hang on to it must not run on the store's threads
        CompletableFuture<T> value = end.thenApplyAsync(this::unwrap);
        value.whenComplete((result, failure) -> end.cancel(false));
        return value;
    }

    @Override
    public Optional<AsyncResult<?>> parent() {
        return this.kin.parent();
    }

    @Override
    public List<AsyncResult<?>> children() {
        return this.kin.children();
    }

    @Override
    public void revoke() {
        this.results.revoke(List.of(this.id), TimeSource.system());
        this.kin.parent().ifPresent(AsyncResult::revoke);
    }

    @Override
    public void forget() {
        this.results.forget(this.id);
    }

    /** The end, once it has been sent. Cancelling it ends the wait. */
    private CompletableFuture<TaskResult> end() {
        boolean sent = !this.dispatch.pending() && !this.dispatch.failed();
        return sent ? this.results.await(this.id)
                : this.dispatch.future().thenCompose((then) -> this.results.await(this.id));
    }

    private T unwrap(TaskResult end) {
        if (end.state().equals(TaskState.SUCCESS)) {
            return this.results.value(end, this.type);
        }
        TaskError error = end.error();
        if (end.state().equals(TaskState.FAILURE)) {
            throw new RemoteTaskException(this.id, (error != null) ? error : TaskError.of("unknown", "not stored"));
        }
        throw new TaskNotRunException(this.id, end.state(),
                (error != null && error.message() != null) ? error.message() : "no reason was stored");
    }

    private void requireAnEnd() {
        requireStored();
        TaskContext.current().ifPresent((task) -> {
            throw new IllegalStateException("Task " + task.task() + " waits for the result of task " + this.id
                    + ". A task that waits holds a slot the other one may need, and both may wait for ever;"
                    + " make the rest of it a task of its own that is called with the result");
        });
        if (this.dispatch.pending()) {
            throw new IllegalStateException("Task " + this.id + " is sent when the current transaction commits, so its"
                    + " result cannot be awaited before. Wait after the transaction, or send it with .immediate()");
        }
    }

    private void requireStored() {
        if (this.ignored || this.results.discarded()) {
            throw new IllegalStateException("Task " + this.id + " stores no result to wait for: "
                    + (this.ignored ? "it is called with ignoreResult" : "taskqueue.result.type is none"));
        }
    }

    /**
     * What was called.
     *
     * @param id its id
     * @param type what it returns
     * @param ignored whether its result is stored nowhere
     */
    record Called(String id, Type type, boolean ignored) {
    }

    @Override
    public String toString() {
        return "AsyncResult[" + this.id + "]";
    }

}
