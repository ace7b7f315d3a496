package io.taskqueue;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;

/**
 * A task that this application can run.
 *
 * @param name its name
 * @param aliases other names it answers to
 * @param parameters what it takes, without a trailing context
 * @param resultType what it returns; {@code void.class} for nothing
 * @param options what holds for every call
 * @param source class and method, for people
 * @param periodic when it is called by itself
 */
public record TaskDefinition(String name, Set<String> aliases, List<Parameter> parameters, Type resultType,
        TaskOptions options, String source, List<PeriodicTask> periodic) {

    public TaskDefinition {
        aliases = Set.copyOf(aliases);
        parameters = List.copyOf(parameters);
        periodic = List.copyOf(periodic);
    }

    /**
     * One parameter of a task.
     *
     * @param name the name a keyword argument uses
     * @param type what it takes
     */
    public record Parameter(String name, Type type) {
    }

}
