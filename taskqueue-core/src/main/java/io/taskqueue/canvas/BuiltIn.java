package io.taskqueue.canvas;

import java.util.Set;

/**
 * The names of tasks that every worker knows, Celery's and ours: they run other tasks, or
 * join their results.
 */
public final class BuiltIn {

    /** Runs a task once for each item: {@code task}, a signature, and {@code it}. */
    public static final String MAP = "celery.map";

    /** The same, where each item is a list of arguments. */
    public static final String STARMAP = "celery.starmap";

    /** Returns its positional arguments, or the one at {@code index}. */
    public static final String ACCUMULATE = "celery.accumulate";

    private static final Set<String> NAMES = Set.of(MAP, STARMAP, ACCUMULATE);

    private BuiltIn() {
    }

    /** Whether every worker knows a task of this name. */
    public static boolean is(String task) {
        return NAMES.contains(task);
    }

}
