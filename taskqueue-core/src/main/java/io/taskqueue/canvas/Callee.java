package io.taskqueue.canvas;

/** Whom a signature calls: a task by its name, or by a reference to its method. */
public sealed interface Callee {

    /**
     * A task by name, declared anywhere and in any language.
     *
     * @param task the name
     */
    record Named(String task) implements Callee {
    }

    /**
     * A task of this application by its method.
     *
     * @param method the reference
     */
    record Referenced(TaskMethod method) implements Callee {
    }

}
