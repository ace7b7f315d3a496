package io.taskqueue.execution;

import org.jspecify.annotations.Nullable;

import io.taskqueue.CurrentTask;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskDefinition;
import io.taskqueue.TaskRejectException;
import io.taskqueue.TaskReplaceException;
import io.taskqueue.TaskRetryException;
import io.taskqueue.TaskSnoozeException;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.ValueException;
import io.taskqueue.result.TaskError;

/** The way through the interceptors to the method, and what came of it. */
final class Invocation {

    private final TaskRunner runner;

    private final Executable task;

    private final TaskMessage message;

    private final TaskContext context;

    private final @Nullable Object[] args;

    Invocation(TaskRunner runner, Executable task, TaskMessage message, TaskContext context, @Nullable Object[] args) {
        this.runner = runner;
        this.task = task;
        this.message = message;
        this.context = context;
        this.args = args;
    }

    /** Calls the method; whatever it throws is an outcome like any other. */
    Outcome outcome() {
        CurrentTask.Scope scope = CurrentTask.enter(this.context);
        try {
            return new Outcome.Succeeded(written(proceed(0)));
        }
        catch (TaskRetryException again) {
            return new Outcome.AskedAgain(again.getCause(), again.delay());
        }
        catch (TaskSnoozeException later) {
            return new Outcome.Snoozed(later.delay());
        }
        catch (TaskReplaceException replaced) {
            return new Outcome.Replaced(replaced.work());
        }
        catch (TaskRejectException refused) {
            return new Outcome.Rejected(TaskError.of("Rejected", String.valueOf(refused.getMessage())));
        }
        catch (Throwable failure) {
            return new Outcome.Failed(failure);
        }
        finally {
            scope.close();
        }
    }

    private String written(@Nullable Object result) {
        try {
            return requireSmall(this.runner.values.write(result));
        }
        catch (ValueException failure) {
            throw new IllegalStateException(
                    "Task " + this.task.definition().name() + " returned a value that cannot be written as JSON: at "
                            + failure.path() + ", " + failure.detail(),
                    failure);
        }
    }

    /** A result that no store would take could never be made durable. */
    private String requireSmall(String json) {
        int most = this.runner.codec.limits().messageBytes();
        if (json.length() > most) {
            throw new IllegalStateException("Task " + this.task.definition().name() + " returned a result of "
                    + json.length() + " characters as JSON, and " + most
                    + " are the most: store it elsewhere and return where it is");
        }
        return json;
    }

    private @Nullable Object proceed(int index) throws Throwable {
        if (index == this.runner.interceptors.size()) {
            return this.task.invoke(this.args, this.context);
        }
        return this.runner.interceptors.get(index).intercept(new Step(index));
    }

    /** The invocation as the interceptor at one place sees it. */
    private final class Step implements TaskInvocation {

        private final int index;

        private Step(int index) {
            this.index = index;
        }

        @Override
        public TaskDefinition task() {
            return Invocation.this.task.definition();
        }

        @Override
        public TaskMessage message() {
            return Invocation.this.message;
        }

        @Override
        public TaskContext context() {
            return Invocation.this.context;
        }

        @Override
        public @Nullable Object proceed() throws Throwable {
            return Invocation.this.proceed(this.index + 1);
        }

    }

}
