package io.taskqueue;

import org.jspecify.annotations.Nullable;

/**
 * Which task this thread is running. Set by whoever invokes a task's method, for exactly
 * as long as that takes.
 */
public final class CurrentTask {

    private static final ThreadLocal<TaskContext> CURRENT = new ThreadLocal<>();

    private CurrentTask() {
    }

    static @Nullable TaskContext get() {
        return CURRENT.get();
    }

    /** Says that this thread runs that task until the scope is closed. */
    public static Scope enter(TaskContext task) {
        TaskContext before = CURRENT.get();
        CURRENT.set(task);
        return () -> {
            if (before != null) {
                CURRENT.set(before);
            }
            else {
                CURRENT.remove();
            }
        };
    }

    /** Ends what {@link #enter} began. */
    public interface Scope extends AutoCloseable {

        @Override
        void close();

    }

}
