package io.taskqueue.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.taskqueue.TaskArgumentException;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskDefinition;
import io.taskqueue.TaskOptions;
import io.taskqueue.canvas.BuiltIn;
import io.taskqueue.message.TaskBody;

/**
 * A task that is called once for each item of a list, one after the other in one run. It
 * is retried, acknowledged and stored as that task is; the time limits of that task are
 * those of one call and do not hold for all of them.
 */
final class MappedTask implements Executable {

    private final RegisteredTask task;

    private final boolean spread;

    private final TaskDefinition definition;

    /**
     * @param spread whether each item is a list of arguments
     */
    MappedTask(RegisteredTask task, boolean spread) {
        this.task = task;
        this.spread = spread;
        TaskDefinition each = task.definition();
        TaskOptions options = each.options();
        this.definition = new TaskDefinition(spread ? BuiltIn.STARMAP : BuiltIn.MAP, Set.of(), List.of(), List.class,
                new TaskOptions(options.queue(), options.priority(), options.retry(), null, null, options.acks(),
                        options.ignoreResult(), options.trackStarted(), options.expires()),
                each.source(), List.of());
    }

    @Override
    public TaskDefinition definition() {
        return this.definition;
    }

    @Override
    public boolean transactional() {
        return this.task.transactional();
    }

    @Override
    public boolean deduplicated() {
        return this.task.deduplicated();
    }

    /** The arguments of each call. */
    @Override
    public @Nullable Object[] bind(ArgumentBinder binder, TaskBody content) {
        JsonNode items = content.kwargs().get("it");
        if (items == null || !items.isArray()) {
            throw new TaskArgumentException("Task " + this.definition.name() + " needs a list of items, it", null);
        }
        @Nullable Object[] calls = new Object[items.size()];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = binder.bind(this.task.definition(),
                    new TaskBody(arguments(items.get(i)), Map.of(), JsonNodeFactory.instance.objectNode()));
        }
        return calls;
    }

    private List<JsonNode> arguments(JsonNode item) {
        if (!this.spread) {
            return List.of(item);
        }
        if (!item.isArray()) {
            throw new TaskArgumentException(
                    "Task " + this.definition.name() + " needs a list of arguments as each of its items", null);
        }
        List<JsonNode> arguments = new ArrayList<>();
        item.forEach(arguments::add);
        return arguments;
    }

    @Override
    public Object invoke(@Nullable Object[] args, TaskContext context) throws Throwable {
        List<@Nullable Object> results = new ArrayList<>(args.length);
        for (Object call : args) {
            if (Thread.interrupted()) {
                throw new InterruptedException("asked to stop after " + results.size() + " of " + args.length);
            }
            results.add(this.task.invoke((@Nullable Object[]) Objects.requireNonNull(call), context));
        }
        return results;
    }

}
