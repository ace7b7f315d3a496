package io.taskqueue.execution;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.taskqueue.TaskArgumentException;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskDefinition;
import io.taskqueue.TaskOptions;
import io.taskqueue.canvas.BuiltIn;
import io.taskqueue.message.TaskBody;

/**
 * Returns what it is given, so that a group with something after it ends in one task:
 * Celery's {@code accumulate}.
 */
final class AccumulatingTask implements Executable {

    private static final TaskDefinition DEFINITION = new TaskDefinition(BuiltIn.ACCUMULATE, Set.of(), List.of(),
            List.class, TaskOptions.DEFAULT, AccumulatingTask.class.getName(), List.of());

    @Override
    public TaskDefinition definition() {
        return DEFINITION;
    }

    @Override
    public boolean transactional() {
        return false;
    }

    @Override
    public boolean deduplicated() {
        return false;
    }

    /** What it is to return. */
    @Override
    public @Nullable Object[] bind(ArgumentBinder binder, TaskBody content) {
        JsonNode index = content.kwargs().get("index");
        if (index == null || index.isNull()) {
            return new Object[] { content.args() };
        }
        if (!index.isInt() || index.intValue() < 0 || index.intValue() >= content.args().size()) {
            throw new TaskArgumentException(
                    "Task " + BuiltIn.ACCUMULATE + " is to return the argument at an index" + " that it is not given",
                    null);
        }
        return new Object[] { content.args().get(index.intValue()) };
    }

    @Override
    public @Nullable Object invoke(@Nullable Object[] args, TaskContext context) {
        return args[0];
    }

}
