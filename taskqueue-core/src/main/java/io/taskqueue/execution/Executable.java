package io.taskqueue.execution;

import org.jspecify.annotations.Nullable;

import io.taskqueue.TaskArgumentException;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskDefinition;
import io.taskqueue.message.TaskBody;

/** What an attempt runs. */
interface Executable {

    /** What is known of it. */
    TaskDefinition definition();

    /** Whether its outcome is part of the transaction it works in. */
    boolean transactional();

    /** Whether it does not run where the store holds an end of the call. */
    boolean deduplicated();

    /**
     * The arguments that a message brings.
     * @throws TaskArgumentException if they do not fit
     */
    @Nullable Object[] bind(ArgumentBinder binder, TaskBody content);

    /** Runs it to its end, and returns what it returns. */
    @Nullable Object invoke(@Nullable Object[] args, TaskContext context) throws Throwable;

}
