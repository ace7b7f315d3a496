package io.taskqueue.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.taskqueue.TaskArgumentException;
import io.taskqueue.TaskDefinition;
import io.taskqueue.message.TaskBody;
import io.taskqueue.message.TaskValues;
import io.taskqueue.message.ValueException;

/**
 * Turns the arguments of a message into those of a method. Their types are the method's
 * and never the message's.
 */
final class ArgumentBinder {

    private final TaskValues values;

    ArgumentBinder(TaskValues values) {
        this.values = values;
    }

    /**
     * The arguments in the order of the parameters.
     * @throws TaskArgumentException if they do not fit, naming task, parameter and JSON
     * path, never a value
     */
    @Nullable Object[] bind(TaskDefinition task, TaskBody body) {
        List<TaskDefinition.Parameter> parameters = task.parameters();
        if (body.args().size() > parameters.size()) {
            throw misfit(task,
                    "takes " + parameters.size() + " arguments, and the message brings " + body.args().size());
        }
        @Nullable Object[] bound = new Object[parameters.size()];
        for (int i = 0; i < bound.length; i++) {
            JsonNode node = (i < body.args().size()) ? body.args().get(i) : body.kwargs().get(parameters.get(i).name());
            bound[i] = read(task, parameters.get(i), node);
        }
        requireNothingLeft(task, body);
        return bound;
    }

    private @Nullable Object read(TaskDefinition task, TaskDefinition.Parameter parameter, @Nullable JsonNode node) {
        if (node == null) {
            throw misfit(task, "needs the argument " + parameter.name() + ", which the message lacks");
        }
        try {
            return this.values.fromNode(node, parameter.type());
        }
        catch (ValueException failure) {
            throw new TaskArgumentException("Task " + task.name() + ", argument " + parameter.name() + " at "
                    + failure.path() + ": " + failure.detail(), failure);
        }
    }

    private static void requireNothingLeft(TaskDefinition task, TaskBody body) {
        Map<String, JsonNode> named = body.kwargs();
        if (named.isEmpty()) {
            return;
        }
        List<String> names = new ArrayList<>(task.parameters().stream().map(TaskDefinition.Parameter::name).toList());
        List<String> positional = names.subList(0, body.args().size());
        for (String name : named.keySet()) {
            if (positional.contains(name)) {
                throw misfit(task, "is given the argument " + name + " twice");
            }
            if (!names.contains(name)) {
                throw misfit(task, "takes the arguments " + names + ", and the message names another");
            }
        }
    }

    private static TaskArgumentException misfit(TaskDefinition task, String problem) {
        return new TaskArgumentException("Task " + task.name() + " " + problem, null);
    }

}
