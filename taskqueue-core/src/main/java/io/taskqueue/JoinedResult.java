package io.taskqueue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskState;

/** The results of a group as one. */
final class JoinedResult<R extends @Nullable Object> implements GroupResult<R> {

    private final String id;

    private final List<AsyncResult<R>> members;

    private final Kin kin;

    private final TaskResults results;

    JoinedResult(String id, List<AsyncResult<R>> members, Kin kin, TaskResults results) {
        this.id = id;
        this.members = List.copyOf(members);
        this.kin = kin;
        this.results = results;
    }

    @Override
    public String id() {
        return this.id;
    }

    @Override
    public List<AsyncResult<R>> members() {
        return this.members;
    }

    @Override
    public List<R> get(Duration patience) {
        TaskContext.current().ifPresent((task) -> {
            throw new IllegalStateException("Task " + task.task() + " waits for the results of group " + this.id
                    + ". A task that waits holds a slot the others may need; make the rest of it the body of a chord");
        });
        CompletableFuture<List<R>> end = toCompletableFuture();
        try {
            return end.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        catch (ExecutionException failure) {
            throw (failure.getCause() instanceof RuntimeException cause) ? cause
                    : new CompletionException(failure.getCause());
        }
        catch (TimeoutException late) {
            throw new ResultTimeoutException(this.id, patience, completed() + " of " + size() + " done");
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
    public CompletableFuture<List<R>> toCompletableFuture() {
        List<CompletableFuture<R>> ends = this.members.stream().map(AsyncResult::toCompletableFuture).toList();
        CompletableFuture<List<R>> all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
            .thenApply((done) -> values(ends));
        CompletableFuture<List<R>> joined = new CompletableFuture<>();
        // the first failure is known before the last end
        ends.forEach((end) -> end.whenComplete((value, failure) -> fail(joined, failure)));
        all.whenComplete((values, failure) -> joined.complete(values));
        joined.whenComplete((values, failure) -> ends.forEach((end) -> end.cancel(false)));
        return joined;
    }

    private static <R extends @Nullable Object> List<R> values(List<CompletableFuture<R>> ends) {
        List<R> values = new ArrayList<>(ends.size());
        ends.forEach((end) -> values.add(end.join()));
        return values;
    }

    private static void fail(CompletableFuture<?> joined, @Nullable Throwable failure) {
        if (failure != null) {
            joined.completeExceptionally((failure instanceof CompletionException wrapped && wrapped.getCause() != null)
                    ? wrapped.getCause() : failure);
        }
    }

    @Override
    public int completed() {
        return (int) states().stream().filter(TaskState::terminal).count();
    }

    @Override
    public TaskState state() {
        List<TaskState> states = states();
        Optional<TaskState> failed = states.stream()
            .filter((state) -> state.terminal() && !state.equals(TaskState.SUCCESS))
            .findFirst();
        if (failed.isPresent()) {
            return failed.get();
        }
        boolean begun = states.stream().anyMatch((state) -> state.rank() >= TaskState.STARTED.rank());
        return states.stream().allMatch(TaskState::terminal) ? TaskState.SUCCESS
                : begun ? TaskState.STARTED : TaskState.QUEUED;
    }

    /** Whether all members have ended. */
    @Override
    public boolean ready() {
        return completed() == size();
    }

    @Override
    public Optional<Progress> progress() {
        return this.members.isEmpty() ? Optional.empty() : Optional.of(new Progress(completed(), size(), null));
    }

    @Override
    public Optional<TaskError> error() {
        return this.members.stream().flatMap((member) -> member.error().stream()).findFirst();
    }

    @Override
    public Optional<AsyncResult<?>> parent() {
        return this.kin.parent();
    }

    @Override
    public List<AsyncResult<?>> children() {
        return List.copyOf(this.members);
    }

    @Override
    public void revoke() {
        this.members.forEach(AsyncResult::revoke);
        this.kin.parent().ifPresent(AsyncResult::revoke);
    }

    @Override
    public void forget() {
        this.members.forEach(AsyncResult::forget);
    }

    private List<TaskState> states() {
        var found = this.results.find(this.members.stream().map(AsyncResult::id).toList());
        return this.members.stream()
            .map((member) -> found.containsKey(member.id()) ? found.get(member.id()).state() : member.state())
            .toList();
    }

    @Override
    public String toString() {
        return "GroupResult[" + this.id + "]";
    }

}
