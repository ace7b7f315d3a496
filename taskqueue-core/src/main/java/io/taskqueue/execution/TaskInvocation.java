package io.taskqueue.execution;

import org.jspecify.annotations.Nullable;

import io.taskqueue.TaskContext;
import io.taskqueue.TaskDefinition;
import io.taskqueue.message.TaskMessage;

/** One attempt on its way to the method, as an interceptor sees it. */
public interface TaskInvocation {

    /** The task. */
    TaskDefinition task();

    /** What it was called with. */
    TaskMessage message();

    /** What the task itself sees. */
    TaskContext context();

    /**
     * Goes on: to the next interceptor, and in the end to the method.
     * @return what the method returned
     * @throws Throwable what the method threw
     */
    @Nullable Object proceed() throws Throwable;

}
