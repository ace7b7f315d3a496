package io.taskqueue;

import org.jspecify.annotations.Nullable;

import io.taskqueue.canvas.TaskMethod;

/**
 * Links checked by the compiler: for each shape of a task's method one {@code then},
 * whose first parameter takes the result so far and whose other arguments are given here.
 * A chain whose next task does not take what the one before returns does not compile.
 * Long, because each arity needs its own method; all of them end in {@link #link}.
 *
 * @param <R> the result so far
 */
@SuppressWarnings("overloads")
public interface TypedLinks<R extends @Nullable Object> {

    /**
     * The chain with one more link.
     * @param method a method reference to a task's method
     * @param rest its arguments after the first, without a trailing context
     * @param <N> what the task returns
     */
    <N extends @Nullable Object> TaskChain<N> link(TaskMethod method, @Nullable Object... rest);

    /** Goes on with a task with no more arguments, a value. */
    default <B, N extends @Nullable Object> TaskChain<N> then(TaskMethod.Function1<B, R, N> method) {
        return this.<N>link(method);
    }

    /** Goes on with a task with one more argument, a value. */
    default <B, A2 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.Function2<B, R, A2, N> method, A2 a2) {
        return this.<N>link(method, a2);
    }

    /** Goes on with a task with two more arguments, a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.Function3<B, R, A2, A3, N> method, A2 a2, A3 a3) {
        return this.<N>link(method, a2, a3);
    }

    /** Goes on with a task with three more arguments, a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.Function4<B, R, A2, A3, A4, N> method, A2 a2, A3 a3, A4 a4) {
        return this.<N>link(method, a2, a3, a4);
    }

    /** Goes on with a task with four more arguments, a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.Function5<B, R, A2, A3, A4, A5, N> method, A2 a2, A3 a3, A4 a4, A5 a5) {
        return this.<N>link(method, a2, a3, a4, a5);
    }

    /** Goes on with a task with five more arguments, a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.Function6<B, R, A2, A3, A4, A5, A6, N> method, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6) {
        return this.<N>link(method, a2, a3, a4, a5, a6);
    }

    /** Goes on with a task with six more arguments, a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.Function7<B, R, A2, A3, A4, A5, A6, A7, N> method, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7) {
        return this.<N>link(method, a2, a3, a4, a5, a6, a7);
    }

    /** Goes on with a task with seven more arguments, a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.Function8<B, R, A2, A3, A4, A5, A6, A7, A8, N> method, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7,
            A8 a8) {
        return this.<N>link(method, a2, a3, a4, a5, a6, a7, a8);
    }

    /** Goes on with a task with no more arguments, no value. */
    default <B> TaskChain<Void> then(TaskMethod.Action1<B, R> method) {
        return this.<Void>link(method);
    }

    /** Goes on with a task with one more argument, no value. */
    default <B, A2 extends @Nullable Object> TaskChain<Void> then(TaskMethod.Action2<B, R, A2> method, A2 a2) {
        return this.<Void>link(method, a2);
    }

    /** Goes on with a task with two more arguments, no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.Action3<B, R, A2, A3> method, A2 a2, A3 a3) {
        return this.<Void>link(method, a2, a3);
    }

    /** Goes on with a task with three more arguments, no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.Action4<B, R, A2, A3, A4> method, A2 a2, A3 a3, A4 a4) {
        return this.<Void>link(method, a2, a3, a4);
    }

    /** Goes on with a task with four more arguments, no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.Action5<B, R, A2, A3, A4, A5> method, A2 a2, A3 a3, A4 a4, A5 a5) {
        return this.<Void>link(method, a2, a3, a4, a5);
    }

    /** Goes on with a task with five more arguments, no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.Action6<B, R, A2, A3, A4, A5, A6> method, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6) {
        return this.<Void>link(method, a2, a3, a4, a5, a6);
    }

    /** Goes on with a task with six more arguments, no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.Action7<B, R, A2, A3, A4, A5, A6, A7> method, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7) {
        return this.<Void>link(method, a2, a3, a4, a5, a6, a7);
    }

    /** Goes on with a task with seven more arguments, no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.Action8<B, R, A2, A3, A4, A5, A6, A7, A8> method, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7,
            A8 a8) {
        return this.<Void>link(method, a2, a3, a4, a5, a6, a7, a8);
    }

    /** Goes on with a task with no more arguments, a context and a value. */
    default <B, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.ContextFunction1<B, R, TaskContext, N> method) {
        return this.<N>link(method);
    }

    /** Goes on with a task with one more argument, a context and a value. */
    default <B, A2 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.ContextFunction2<B, R, A2, TaskContext, N> method, A2 a2) {
        return this.<N>link(method, a2);
    }

    /** Goes on with a task with two more arguments, a context and a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.ContextFunction3<B, R, A2, A3, TaskContext, N> method, A2 a2, A3 a3) {
        return this.<N>link(method, a2, a3);
    }

    /** Goes on with a task with three more arguments, a context and a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.ContextFunction4<B, R, A2, A3, A4, TaskContext, N> method, A2 a2, A3 a3, A4 a4) {
        return this.<N>link(method, a2, a3, a4);
    }

    /** Goes on with a task with four more arguments, a context and a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.ContextFunction5<B, R, A2, A3, A4, A5, TaskContext, N> method, A2 a2, A3 a3, A4 a4, A5 a5) {
        return this.<N>link(method, a2, a3, a4, a5);
    }

    /** Goes on with a task with five more arguments, a context and a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.ContextFunction6<B, R, A2, A3, A4, A5, A6, TaskContext, N> method, A2 a2, A3 a3, A4 a4, A5 a5,
            A6 a6) {
        return this.<N>link(method, a2, a3, a4, a5, a6);
    }

    /** Goes on with a task with six more arguments, a context and a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.ContextFunction7<B, R, A2, A3, A4, A5, A6, A7, TaskContext, N> method, A2 a2, A3 a3, A4 a4,
            A5 a5, A6 a6, A7 a7) {
        return this.<N>link(method, a2, a3, a4, a5, a6, a7);
    }

    /** Goes on with a task with seven more arguments, a context and a value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, N extends @Nullable Object> TaskChain<N> then(
            TaskMethod.ContextFunction8<B, R, A2, A3, A4, A5, A6, A7, A8, TaskContext, N> method, A2 a2, A3 a3, A4 a4,
            A5 a5, A6 a6, A7 a7, A8 a8) {
        return this.<N>link(method, a2, a3, a4, a5, a6, a7, a8);
    }

    /** Goes on with a task with no more arguments, a context and no value. */
    default <B> TaskChain<Void> then(TaskMethod.ContextAction1<B, R, TaskContext> method) {
        return this.<Void>link(method);
    }

    /** Goes on with a task with one more argument, a context and no value. */
    default <B, A2 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.ContextAction2<B, R, A2, TaskContext> method, A2 a2) {
        return this.<Void>link(method, a2);
    }

    /** Goes on with a task with two more arguments, a context and no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.ContextAction3<B, R, A2, A3, TaskContext> method, A2 a2, A3 a3) {
        return this.<Void>link(method, a2, a3);
    }

    /** Goes on with a task with three more arguments, a context and no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.ContextAction4<B, R, A2, A3, A4, TaskContext> method, A2 a2, A3 a3, A4 a4) {
        return this.<Void>link(method, a2, a3, a4);
    }

    /** Goes on with a task with four more arguments, a context and no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.ContextAction5<B, R, A2, A3, A4, A5, TaskContext> method, A2 a2, A3 a3, A4 a4, A5 a5) {
        return this.<Void>link(method, a2, a3, a4, a5);
    }

    /** Goes on with a task with five more arguments, a context and no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.ContextAction6<B, R, A2, A3, A4, A5, A6, TaskContext> method, A2 a2, A3 a3, A4 a4, A5 a5,
            A6 a6) {
        return this.<Void>link(method, a2, a3, a4, a5, a6);
    }

    /** Goes on with a task with six more arguments, a context and no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.ContextAction7<B, R, A2, A3, A4, A5, A6, A7, TaskContext> method, A2 a2, A3 a3, A4 a4, A5 a5,
            A6 a6, A7 a7) {
        return this.<Void>link(method, a2, a3, a4, a5, a6, a7);
    }

    /** Goes on with a task with seven more arguments, a context and no value. */
    default <B, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object> TaskChain<Void> then(
            TaskMethod.ContextAction8<B, R, A2, A3, A4, A5, A6, A7, A8, TaskContext> method, A2 a2, A3 a3, A4 a4, A5 a5,
            A6 a6, A7 a7, A8 a8) {
        return this.<Void>link(method, a2, a3, a4, a5, a6, a7, a8);
    }

}
