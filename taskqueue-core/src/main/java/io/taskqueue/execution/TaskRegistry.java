package io.taskqueue.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ConcurrentReferenceHashMap;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskDefinition;
import io.taskqueue.UnknownTaskException;
import io.taskqueue.canvas.TaskMethod;

/**
 * The tasks of this application. They are looked for when the first is asked for or the
 * application has started; afterwards a name is looked up in a map and nowhere else.
 */
public final class TaskRegistry implements TaskCatalog {

    private final Supplier<List<RegisteredTask>> source;

    private final Map<Class<?>, TaskDefinition> byReference = new ConcurrentReferenceHashMap<>(64,
            ConcurrentReferenceHashMap.ReferenceType.WEAK);

    private volatile @Nullable Map<String, RegisteredTask> byName;

    public TaskRegistry(Supplier<List<RegisteredTask>> source) {
        this.source = source;
    }

    /**
     * Looks for the tasks now, once all beans are there. What somebody asked for earlier
     * was looked up among those that could be known by then.
     * @throws InvalidTaskException if a method cannot be a task, or two have one name
     */
    public synchronized void fill() {
        this.byName = look();
        this.byReference.clear();
    }

    @Override
    public Optional<TaskDefinition> find(String name) {
        return task(name).map(RegisteredTask::definition);
    }

    @Override
    public Collection<TaskDefinition> all() {
        return tasks().values().stream().map(RegisteredTask::definition).distinct().toList();
    }

    @Override
    public TaskDefinition resolve(TaskMethod method) {
        TaskDefinition known = this.byReference.get(method.getClass());
        if (known == null) {
            known = find(MethodReference.of(method));
            this.byReference.put(method.getClass(), known);
        }
        return known;
    }

    public Optional<RegisteredTask> task(String name) {
        return Optional.ofNullable(tasks().get(name));
    }

    private TaskDefinition find(MethodReference reference) {
        List<TaskDefinition> meant = new ArrayList<>();
        for (RegisteredTask task : tasks().values()) {
            if (task.isMeantBy(reference.owner(), reference.method(), reference.parameterTypes())
                    && !meant.contains(task.definition())) {
                meant.add(task.definition());
            }
        }
        if (meant.isEmpty()) {
            throw new UnknownTaskException(reference + " is no task of this application. Annotate the method with"
                    + " @SharedTask, and make its class a bean");
        }
        if (meant.size() > 1) {
            throw new UnknownTaskException(reference + " means several tasks: "
                    + meant.stream().map(TaskDefinition::name).toList() + ". Call one of them by its name");
        }
        return meant.get(0);
    }

    private Map<String, RegisteredTask> tasks() {
        Map<String, RegisteredTask> found = this.byName;
        return (found != null) ? found : early();
    }

    private synchronized Map<String, RegisteredTask> early() {
        Map<String, RegisteredTask> found = this.byName;
        if (found == null) {
            found = look();
            this.byName = found;
        }
        return found;
    }

    private Map<String, RegisteredTask> look() {
        Map<String, RegisteredTask> found = new TreeMap<>();
        for (RegisteredTask task : this.source.get()) {
            put(found, task.definition().name(), task);
            for (String alias : task.definition().aliases()) {
                put(found, alias, task);
            }
        }
        return found;
    }

    private static void put(Map<String, RegisteredTask> tasks, String name, RegisteredTask task) {
        RegisteredTask other = tasks.putIfAbsent(name, task);
        if (other != null) {
            throw new InvalidTaskException(task.definition().source(),
                    "its name " + name + " is taken by " + other.definition().source(),
                    "Give one of them another name: @SharedTask(name = \"…\")");
        }
    }

}
