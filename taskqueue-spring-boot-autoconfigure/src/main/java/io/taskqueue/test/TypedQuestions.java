package io.taskqueue.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.canvas.TaskMethod;

/**
 * Questions about the calls of a task, which the compiler leads from a method reference
 * to the task: for 0 to 8 arguments, with a value or void, with or without a trailing
 * context, which is here a parameter like any other. Long, because a language without
 * variadic type parameters needs one shape for each arity.
 */
@SuppressWarnings("overloads")
public interface TypedQuestions {

    /** The calls of a task since the test began. */
    List<EnqueuedTask> enqueuedBy(TaskMethod method);

    /**
     * The call of a task with these arguments; see
     * {@link TaskQueueTester#assertEnqueued(String, Object...)}.
     */
    EnqueuedTask assertEnqueuedBy(TaskMethod method, @Nullable Object... args);

    /** The calls of a task with no parameter and a value since the test began. */
    default <B, R extends @Nullable Object> List<EnqueuedTask> enqueued(TaskMethod.Function0<B, R> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with one parameter and a value since the test began. */
    default <B, A1 extends @Nullable Object, R extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Function1<B, A1, R> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with two parameters and a value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, R extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Function2<B, A1, A2, R> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with three parameters and a value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, R extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Function3<B, A1, A2, A3, R> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with four parameters and a value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, R extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Function4<B, A1, A2, A3, A4, R> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with five parameters and a value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, R extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Function5<B, A1, A2, A3, A4, A5, R> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with six parameters and a value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, R extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Function6<B, A1, A2, A3, A4, A5, A6, R> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with seven parameters and a value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, R extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Function7<B, A1, A2, A3, A4, A5, A6, A7, R> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with eight parameters and a value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, R extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Function8<B, A1, A2, A3, A4, A5, A6, A7, A8, R> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with nine parameters and a value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, A9 extends @Nullable Object, R extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.ContextFunction8<B, A1, A2, A3, A4, A5, A6, A7, A8, A9, R> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with no parameter and no value since the test began. */
    default <B> List<EnqueuedTask> enqueued(TaskMethod.Action0<B> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with one parameter and no value since the test began. */
    default <B, A1 extends @Nullable Object> List<EnqueuedTask> enqueued(TaskMethod.Action1<B, A1> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with two parameters and no value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Action2<B, A1, A2> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with three parameters and no value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Action3<B, A1, A2, A3> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with four parameters and no value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Action4<B, A1, A2, A3, A4> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with five parameters and no value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Action5<B, A1, A2, A3, A4, A5> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with six parameters and no value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Action6<B, A1, A2, A3, A4, A5, A6> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with seven parameters and no value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Action7<B, A1, A2, A3, A4, A5, A6, A7> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with eight parameters and no value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.Action8<B, A1, A2, A3, A4, A5, A6, A7, A8> method) {
        return enqueuedBy(method);
    }

    /** The calls of a task with nine parameters and no value since the test began. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, A9 extends @Nullable Object> List<EnqueuedTask> enqueued(
            TaskMethod.ContextAction8<B, A1, A2, A3, A4, A5, A6, A7, A8, A9> method) {
        return enqueuedBy(method);
    }

    /** The call of a task with no parameter and a value, with these arguments. */
    default <B, R extends @Nullable Object> EnqueuedTask assertEnqueued(TaskMethod.Function0<B, R> method,
            @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with one parameter and a value, with these arguments. */
    default <B, A1 extends @Nullable Object, R extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Function1<B, A1, R> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with two parameters and a value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, R extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Function2<B, A1, A2, R> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with three parameters and a value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, R extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Function3<B, A1, A2, A3, R> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with four parameters and a value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, R extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Function4<B, A1, A2, A3, A4, R> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with five parameters and a value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, R extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Function5<B, A1, A2, A3, A4, A5, R> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with six parameters and a value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, R extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Function6<B, A1, A2, A3, A4, A5, A6, R> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with seven parameters and a value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, R extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Function7<B, A1, A2, A3, A4, A5, A6, A7, R> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with eight parameters and a value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, R extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Function8<B, A1, A2, A3, A4, A5, A6, A7, A8, R> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with nine parameters and a value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, A9 extends @Nullable Object, R extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.ContextFunction8<B, A1, A2, A3, A4, A5, A6, A7, A8, A9, R> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with no parameter and no value, with these arguments. */
    default <B> EnqueuedTask assertEnqueued(TaskMethod.Action0<B> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with one parameter and no value, with these arguments. */
    default <B, A1 extends @Nullable Object> EnqueuedTask assertEnqueued(TaskMethod.Action1<B, A1> method,
            @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with two parameters and no value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Action2<B, A1, A2> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with three parameters and no value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Action3<B, A1, A2, A3> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with four parameters and no value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Action4<B, A1, A2, A3, A4> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with five parameters and no value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Action5<B, A1, A2, A3, A4, A5> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with six parameters and no value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Action6<B, A1, A2, A3, A4, A5, A6> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with seven parameters and no value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Action7<B, A1, A2, A3, A4, A5, A6, A7> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with eight parameters and no value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.Action8<B, A1, A2, A3, A4, A5, A6, A7, A8> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

    /** The call of a task with nine parameters and no value, with these arguments. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, A9 extends @Nullable Object> EnqueuedTask assertEnqueued(
            TaskMethod.ContextAction8<B, A1, A2, A3, A4, A5, A6, A7, A8, A9> method, @Nullable Object... args) {
        return assertEnqueuedBy(method, args);
    }

}
