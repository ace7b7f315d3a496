package io.taskqueue.execution;

import org.jspecify.annotations.Nullable;

/**
 * Goes around every attempt, and may change its result, its error, or whether the method
 * is called at all. Beans of this type are nested in order, the first one outermost, on
 * the thread that runs the task.
 */
@FunctionalInterface
public interface TaskInterceptor {

    /** Goes around one attempt. */
    @Nullable Object intercept(TaskInvocation invocation) throws Throwable;

}
