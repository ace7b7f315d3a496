package io.taskqueue.execution;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.Delivery;
import io.taskqueue.canvas.Lineage;
import io.taskqueue.message.TaskHeaders;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.TimeSource;
import io.taskqueue.message.WireSignature;
import io.taskqueue.result.TaskDetails;
import io.taskqueue.result.TaskError;
import io.taskqueue.result.TaskResult;
import io.taskqueue.result.TaskRun;
import io.taskqueue.result.TaskState;

/** What one worker says of the tasks it was handed. */
final class Statements {

    private final String worker;

    private final @Nullable String home;

    private final TimeSource time;

    Statements(String worker, @Nullable String home, TimeSource time) {
        this.worker = worker;
        this.home = home;
        this.time = time;
    }

    /** This task is in this state now. */
    TaskResult of(Delivery delivery, TaskMessage message, TaskState state) {
        TaskRun run = new TaskRun(message.attempt(), delivery.deliveries(), delivery.token());
        return TaskResult.of(message.id(), state, run, now(), details(message)).by(this.worker);
    }

    /** This task is in this state now, because of this. */
    TaskResult of(Delivery delivery, TaskMessage message, TaskState state, @Nullable TaskError error) {
        return of(delivery, message, state).error(error);
    }

    /** This task waits in its queue since a worker sent it. */
    TaskResult sent(TaskMessage message) {
        TaskResult statement = TaskResult.of(message.id(), TaskState.QUEUED, TaskRun.NONE, now(), details(message));
        return (message.due() != null) ? statement.due(message.due().instant(now())) : statement;
    }

    /** This task waits for the work that has taken its place: its next run. */
    TaskResult waiting(TaskMessage message) {
        return TaskResult.of(message.id(), TaskState.QUEUED, new TaskRun(message.attempt() + 1, 0, ""), now(),
                details(message));
    }

    /**
     * This task will never be sent, because one before it ended like this.
     * @param before who would have sent it
     */
    TaskResult abandoned(WireSignature step, Lineage before, TaskResult end) {
        TaskRun none = new TaskRun(step.runs() + 1, 0, end.run().token());
        TaskDetails details = new TaskDetails(step.task(), step.queue(), step.priority(), null, null, before.rootId(),
                before.parentId(), step.id(WireSignature.GROUP_ID), null, null, this.home, step.replyTo());
        return TaskResult.of(String.valueOf(step.id()), end.state(), none, now(), details)
            .error(end.error())
            .by(this.worker);
    }

    /** From whom comes what follows this message's end, or nobody's. */
    Lineage lineage(@Nullable TaskMessage ended) {
        return (ended != null) ? Lineage.ofEnd(ended, this.worker, now()) : Lineage.ofNobody(this.worker, now());
    }

    Instant now() {
        return this.time.now();
    }

    private TaskDetails details(TaskMessage message) {
        TaskHeaders headers = message.headers();
        return new TaskDetails(message.task(), message.queue(), message.priority(), null, null, headers.rootId(),
                headers.parentId(), headers.group(), headers.text(TaskHeaders.PERIODIC_TASK), message.expires(),
                this.home, headers.replyTo());
    }

}
