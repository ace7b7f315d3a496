package io.taskqueue.execution;

import java.util.Optional;

import tools.jackson.databind.JsonNode;

import io.taskqueue.TaskArgumentException;
import io.taskqueue.canvas.BuiltIn;
import io.taskqueue.message.MalformedMessageException;
import io.taskqueue.message.MessageCodec;
import io.taskqueue.message.TaskMessage;
import io.taskqueue.message.WireSignature;

/** What a worker can run: this application's tasks, and those that every worker knows. */
final class KnownTasks {

    private final TaskRegistry registry;

    private final MessageCodec codec;

    KnownTasks(TaskRegistry registry, MessageCodec codec) {
        this.registry = registry;
        this.codec = codec;
    }

    /**
     * What a message asks for; empty where it or the task that it is to call is known
     * elsewhere at best.
     * @throws MalformedMessageException if it has to be read for that and cannot be
     * @throws TaskArgumentException if it is to call a task and does not say which
     */
    Optional<? extends Executable> find(TaskMessage message) {
        Optional<RegisteredTask> registered = this.registry.task(message.task());
        if (registered.isPresent() || !BuiltIn.is(message.task())) {
            return registered;
        }
        if (message.task().equals(BuiltIn.ACCUMULATE)) {
            return Optional.of(new AccumulatingTask());
        }
        JsonNode called = this.codec.readBody(message).kwargs().get("task");
        if (called == null) {
            throw new TaskArgumentException("Task " + message.task() + " needs a signature, task", null);
        }
        return this.registry.task(WireSignature.read(called).task())
            .map((task) -> new MappedTask(task, message.task().equals(BuiltIn.STARMAP)));
    }

}
