package io.taskqueue;

import java.util.Collection;
import java.util.Optional;

import io.taskqueue.canvas.TaskMethod;

/** The tasks that this application declares, by name and by method. */
public interface TaskCatalog {

    /** The task of this name or alias. */
    Optional<TaskDefinition> find(String name);

    /**
     * The task that a method reference names.
     * @throws UnknownTaskException if it names none, with what to write instead
     */
    TaskDefinition resolve(TaskMethod method);

    /** All of them, in the order of their names. */
    Collection<TaskDefinition> all();

}
