package io.taskqueue.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.TaskContext;
import io.taskqueue.TaskRejectException;
import io.taskqueue.TaskRetryException;
import io.taskqueue.TaskSnoozeException;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.result.Progress;
import io.taskqueue.result.TaskState;

/** What one attempt shows of itself to its task. */
final class RunningTask implements TaskContext {

    private final Attempt attempt;

    RunningTask(Attempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public String id() {
        return this.attempt.message().id();
    }

    @Override
    public String task() {
        return this.attempt.message().task();
    }

    @Override
    public String queue() {
        return this.attempt.delivery().queue();
    }

    @Override
    public int attempt() {
        return this.attempt.number();
    }

    @Override
    public int deliveries() {
        return this.attempt.delivery().deliveries();
    }

    @Override
    public TaskHeaders headers() {
        return this.attempt.message().headers();
    }

    @Override
    public void progress(long done, long total, @Nullable String note) {
        this.attempt.tell(new Progress(done, total, note));
    }

    @Override
    public void updateState(String state, @Nullable Object value) {
        TaskState own = TaskState.of(state);
        if (own.terminal() || own.rank() != TaskState.PROGRESS.rank()) {
            throw new IllegalArgumentException(
                    state + " is a state that taskqueue sets itself; choose a name of your own, such as RENDERING");
        }
        this.attempt.tell(own, value);
    }

    @Override
    public TaskRetryException retry(@Nullable Throwable cause) {
        return new TaskRetryException(cause, null);
    }

    @Override
    public TaskRetryException retry(@Nullable Throwable cause, Duration delay) {
        return new TaskRetryException(cause, delay);
    }

    @Override
    public TaskSnoozeException snooze(Duration delay) {
        return new TaskSnoozeException(delay);
    }

    @Override
    public TaskRejectException reject(String reason) {
        return new TaskRejectException(reason);
    }

    @Override
    public boolean cancelled() {
        return this.attempt.cancelled();
    }

    @Override
    public Optional<Instant> deadline() {
        return Optional.ofNullable(this.attempt.deadline());
    }

    @Override
    public Logger logger() {
        return LoggerFactory.getLogger("io.taskqueue.task." + this.attempt.definition().name());
    }

}
