package io.taskqueue;

import org.jspecify.annotations.Nullable;

import io.taskqueue.canvas.TaskMethod;

/**
 * Calls checked by the compiler: for each shape of a task's method one {@code delay},
 * which sends, and one {@code signature}, which takes options first. A primitive
 * {@code long} parameter needs {@code 42L}. Long, because each arity needs its own
 * method; all of them end in {@link #call}.
 */
@SuppressWarnings("overloads")
public interface TypedCalls {

    /**
     * A call of this method with these arguments, not yet sent.
     * @param method a method reference to a task's method
     * @param args its arguments, without a trailing context
     * @param <R> what the task returns
     * @throws UnknownTaskException if the reference names no task
     */
    <R extends @Nullable Object> TaskCall<R> call(TaskMethod method, @Nullable Object... args);

    /** Sends a call of a task with no argument and a value. */
    default <B, R extends @Nullable Object> AsyncResult<R> delay(TaskMethod.Function0<B, R> method) {
        return this.<R>call(method).apply();
    }

    /** Sends a call of a task with one argument and a value. */
    default <B, A1 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.Function1<B, A1, R> method, A1 a1) {
        return this.<R>call(method, a1).apply();
    }

    /** Sends a call of a task with two arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.Function2<B, A1, A2, R> method, A1 a1, A2 a2) {
        return this.<R>call(method, a1, a2).apply();
    }

    /** Sends a call of a task with three arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.Function3<B, A1, A2, A3, R> method, A1 a1, A2 a2, A3 a3) {
        return this.<R>call(method, a1, a2, a3).apply();
    }

    /** Sends a call of a task with four arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.Function4<B, A1, A2, A3, A4, R> method, A1 a1, A2 a2, A3 a3, A4 a4) {
        return this.<R>call(method, a1, a2, a3, a4).apply();
    }

    /** Sends a call of a task with five arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.Function5<B, A1, A2, A3, A4, A5, R> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5) {
        return this.<R>call(method, a1, a2, a3, a4, a5).apply();
    }

    /** Sends a call of a task with six arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.Function6<B, A1, A2, A3, A4, A5, A6, R> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6) {
        return this.<R>call(method, a1, a2, a3, a4, a5, a6).apply();
    }

    /** Sends a call of a task with seven arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.Function7<B, A1, A2, A3, A4, A5, A6, A7, R> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6,
            A7 a7) {
        return this.<R>call(method, a1, a2, a3, a4, a5, a6, a7).apply();
    }

    /** Sends a call of a task with eight arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.Function8<B, A1, A2, A3, A4, A5, A6, A7, A8, R> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6,
            A7 a7, A8 a8) {
        return this.<R>call(method, a1, a2, a3, a4, a5, a6, a7, a8).apply();
    }

    /** Sends a call of a task with no argument and no value. */
    default <B> AsyncResult<Void> delay(TaskMethod.Action0<B> method) {
        return this.<Void>call(method).apply();
    }

    /** Sends a call of a task with one argument and no value. */
    default <B, A1 extends @Nullable Object> AsyncResult<Void> delay(TaskMethod.Action1<B, A1> method, A1 a1) {
        return this.<Void>call(method, a1).apply();
    }

    /** Sends a call of a task with two arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.Action2<B, A1, A2> method, A1 a1, A2 a2) {
        return this.<Void>call(method, a1, a2).apply();
    }

    /** Sends a call of a task with three arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.Action3<B, A1, A2, A3> method, A1 a1, A2 a2, A3 a3) {
        return this.<Void>call(method, a1, a2, a3).apply();
    }

    /** Sends a call of a task with four arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.Action4<B, A1, A2, A3, A4> method, A1 a1, A2 a2, A3 a3, A4 a4) {
        return this.<Void>call(method, a1, a2, a3, a4).apply();
    }

    /** Sends a call of a task with five arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.Action5<B, A1, A2, A3, A4, A5> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5) {
        return this.<Void>call(method, a1, a2, a3, a4, a5).apply();
    }

    /** Sends a call of a task with six arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.Action6<B, A1, A2, A3, A4, A5, A6> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6) {
        return this.<Void>call(method, a1, a2, a3, a4, a5, a6).apply();
    }

    /** Sends a call of a task with seven arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.Action7<B, A1, A2, A3, A4, A5, A6, A7> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7) {
        return this.<Void>call(method, a1, a2, a3, a4, a5, a6, a7).apply();
    }

    /** Sends a call of a task with eight arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.Action8<B, A1, A2, A3, A4, A5, A6, A7, A8> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6,
            A7 a7, A8 a8) {
        return this.<Void>call(method, a1, a2, a3, a4, a5, a6, a7, a8).apply();
    }

    /** Sends a call of a task with no argument, a context and a value. */
    default <B, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.ContextFunction0<B, TaskContext, R> method) {
        return this.<R>call(method).apply();
    }

    /** Sends a call of a task with one argument, a context and a value. */
    default <B, A1 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.ContextFunction1<B, A1, TaskContext, R> method, A1 a1) {
        return this.<R>call(method, a1).apply();
    }

    /** Sends a call of a task with two arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.ContextFunction2<B, A1, A2, TaskContext, R> method, A1 a1, A2 a2) {
        return this.<R>call(method, a1, a2).apply();
    }

    /** Sends a call of a task with three arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.ContextFunction3<B, A1, A2, A3, TaskContext, R> method, A1 a1, A2 a2, A3 a3) {
        return this.<R>call(method, a1, a2, a3).apply();
    }

    /** Sends a call of a task with four arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.ContextFunction4<B, A1, A2, A3, A4, TaskContext, R> method, A1 a1, A2 a2, A3 a3, A4 a4) {
        return this.<R>call(method, a1, a2, a3, a4).apply();
    }

    /** Sends a call of a task with five arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.ContextFunction5<B, A1, A2, A3, A4, A5, TaskContext, R> method, A1 a1, A2 a2, A3 a3, A4 a4,
            A5 a5) {
        return this.<R>call(method, a1, a2, a3, a4, a5).apply();
    }

    /** Sends a call of a task with six arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.ContextFunction6<B, A1, A2, A3, A4, A5, A6, TaskContext, R> method, A1 a1, A2 a2, A3 a3, A4 a4,
            A5 a5, A6 a6) {
        return this.<R>call(method, a1, a2, a3, a4, a5, a6).apply();
    }

    /** Sends a call of a task with seven arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.ContextFunction7<B, A1, A2, A3, A4, A5, A6, A7, TaskContext, R> method, A1 a1, A2 a2, A3 a3,
            A4 a4, A5 a5, A6 a6, A7 a7) {
        return this.<R>call(method, a1, a2, a3, a4, a5, a6, a7).apply();
    }

    /** Sends a call of a task with eight arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> delay(
            TaskMethod.ContextFunction8<B, A1, A2, A3, A4, A5, A6, A7, A8, TaskContext, R> method, A1 a1, A2 a2, A3 a3,
            A4 a4, A5 a5, A6 a6, A7 a7, A8 a8) {
        return this.<R>call(method, a1, a2, a3, a4, a5, a6, a7, a8).apply();
    }

    /** Sends a call of a task with no argument, a context and no value. */
    default <B> AsyncResult<Void> delay(TaskMethod.ContextAction0<B, TaskContext> method) {
        return this.<Void>call(method).apply();
    }

    /** Sends a call of a task with one argument, a context and no value. */
    default <B, A1 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.ContextAction1<B, A1, TaskContext> method, A1 a1) {
        return this.<Void>call(method, a1).apply();
    }

    /** Sends a call of a task with two arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.ContextAction2<B, A1, A2, TaskContext> method, A1 a1, A2 a2) {
        return this.<Void>call(method, a1, a2).apply();
    }

    /** Sends a call of a task with three arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.ContextAction3<B, A1, A2, A3, TaskContext> method, A1 a1, A2 a2, A3 a3) {
        return this.<Void>call(method, a1, a2, a3).apply();
    }

    /** Sends a call of a task with four arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.ContextAction4<B, A1, A2, A3, A4, TaskContext> method, A1 a1, A2 a2, A3 a3, A4 a4) {
        return this.<Void>call(method, a1, a2, a3, a4).apply();
    }

    /** Sends a call of a task with five arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.ContextAction5<B, A1, A2, A3, A4, A5, TaskContext> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5) {
        return this.<Void>call(method, a1, a2, a3, a4, a5).apply();
    }

    /** Sends a call of a task with six arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.ContextAction6<B, A1, A2, A3, A4, A5, A6, TaskContext> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5,
            A6 a6) {
        return this.<Void>call(method, a1, a2, a3, a4, a5, a6).apply();
    }

    /** Sends a call of a task with seven arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.ContextAction7<B, A1, A2, A3, A4, A5, A6, A7, TaskContext> method, A1 a1, A2 a2, A3 a3, A4 a4,
            A5 a5, A6 a6, A7 a7) {
        return this.<Void>call(method, a1, a2, a3, a4, a5, a6, a7).apply();
    }

    /** Sends a call of a task with eight arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object> AsyncResult<Void> delay(
            TaskMethod.ContextAction8<B, A1, A2, A3, A4, A5, A6, A7, A8, TaskContext> method, A1 a1, A2 a2, A3 a3,
            A4 a4, A5 a5, A6 a6, A7 a7, A8 a8) {
        return this.<Void>call(method, a1, a2, a3, a4, a5, a6, a7, a8).apply();
    }

    /** Prepares a call of a task with no argument and a value. */
    default <B, R extends @Nullable Object> TaskCall<R> signature(TaskMethod.Function0<B, R> method) {
        return call(method);
    }

    /** Prepares a call of a task with one argument and a value. */
    default <B, A1 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.Function1<B, A1, R> method, A1 a1) {
        return call(method, a1);
    }

    /** Prepares a call of a task with two arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.Function2<B, A1, A2, R> method, A1 a1, A2 a2) {
        return call(method, a1, a2);
    }

    /** Prepares a call of a task with three arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.Function3<B, A1, A2, A3, R> method, A1 a1, A2 a2, A3 a3) {
        return call(method, a1, a2, a3);
    }

    /** Prepares a call of a task with four arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.Function4<B, A1, A2, A3, A4, R> method, A1 a1, A2 a2, A3 a3, A4 a4) {
        return call(method, a1, a2, a3, a4);
    }

    /** Prepares a call of a task with five arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.Function5<B, A1, A2, A3, A4, A5, R> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5) {
        return call(method, a1, a2, a3, a4, a5);
    }

    /** Prepares a call of a task with six arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.Function6<B, A1, A2, A3, A4, A5, A6, R> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6) {
        return call(method, a1, a2, a3, a4, a5, a6);
    }

    /** Prepares a call of a task with seven arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.Function7<B, A1, A2, A3, A4, A5, A6, A7, R> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6,
            A7 a7) {
        return call(method, a1, a2, a3, a4, a5, a6, a7);
    }

    /** Prepares a call of a task with eight arguments and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.Function8<B, A1, A2, A3, A4, A5, A6, A7, A8, R> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6,
            A7 a7, A8 a8) {
        return call(method, a1, a2, a3, a4, a5, a6, a7, a8);
    }

    /** Prepares a call of a task with no argument and no value. */
    default <B> TaskCall<Void> signature(TaskMethod.Action0<B> method) {
        return call(method);
    }

    /** Prepares a call of a task with one argument and no value. */
    default <B, A1 extends @Nullable Object> TaskCall<Void> signature(TaskMethod.Action1<B, A1> method, A1 a1) {
        return call(method, a1);
    }

    /** Prepares a call of a task with two arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.Action2<B, A1, A2> method, A1 a1, A2 a2) {
        return call(method, a1, a2);
    }

    /** Prepares a call of a task with three arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.Action3<B, A1, A2, A3> method, A1 a1, A2 a2, A3 a3) {
        return call(method, a1, a2, a3);
    }

    /** Prepares a call of a task with four arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.Action4<B, A1, A2, A3, A4> method, A1 a1, A2 a2, A3 a3, A4 a4) {
        return call(method, a1, a2, a3, a4);
    }

    /** Prepares a call of a task with five arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.Action5<B, A1, A2, A3, A4, A5> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5) {
        return call(method, a1, a2, a3, a4, a5);
    }

    /** Prepares a call of a task with six arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.Action6<B, A1, A2, A3, A4, A5, A6> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6) {
        return call(method, a1, a2, a3, a4, a5, a6);
    }

    /** Prepares a call of a task with seven arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.Action7<B, A1, A2, A3, A4, A5, A6, A7> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7) {
        return call(method, a1, a2, a3, a4, a5, a6, a7);
    }

    /** Prepares a call of a task with eight arguments and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.Action8<B, A1, A2, A3, A4, A5, A6, A7, A8> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6,
            A7 a7, A8 a8) {
        return call(method, a1, a2, a3, a4, a5, a6, a7, a8);
    }

    /** Prepares a call of a task with no argument, a context and a value. */
    default <B, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.ContextFunction0<B, TaskContext, R> method) {
        return call(method);
    }

    /** Prepares a call of a task with one argument, a context and a value. */
    default <B, A1 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.ContextFunction1<B, A1, TaskContext, R> method, A1 a1) {
        return call(method, a1);
    }

    /** Prepares a call of a task with two arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.ContextFunction2<B, A1, A2, TaskContext, R> method, A1 a1, A2 a2) {
        return call(method, a1, a2);
    }

    /** Prepares a call of a task with three arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.ContextFunction3<B, A1, A2, A3, TaskContext, R> method, A1 a1, A2 a2, A3 a3) {
        return call(method, a1, a2, a3);
    }

    /** Prepares a call of a task with four arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.ContextFunction4<B, A1, A2, A3, A4, TaskContext, R> method, A1 a1, A2 a2, A3 a3, A4 a4) {
        return call(method, a1, a2, a3, a4);
    }

    /** Prepares a call of a task with five arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.ContextFunction5<B, A1, A2, A3, A4, A5, TaskContext, R> method, A1 a1, A2 a2, A3 a3, A4 a4,
            A5 a5) {
        return call(method, a1, a2, a3, a4, a5);
    }

    /** Prepares a call of a task with six arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.ContextFunction6<B, A1, A2, A3, A4, A5, A6, TaskContext, R> method, A1 a1, A2 a2, A3 a3, A4 a4,
            A5 a5, A6 a6) {
        return call(method, a1, a2, a3, a4, a5, a6);
    }

    /** Prepares a call of a task with seven arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.ContextFunction7<B, A1, A2, A3, A4, A5, A6, A7, TaskContext, R> method, A1 a1, A2 a2, A3 a3,
            A4 a4, A5 a5, A6 a6, A7 a7) {
        return call(method, a1, a2, a3, a4, a5, a6, a7);
    }

    /** Prepares a call of a task with eight arguments, a context and a value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object, R extends @Nullable Object> TaskCall<R> signature(
            TaskMethod.ContextFunction8<B, A1, A2, A3, A4, A5, A6, A7, A8, TaskContext, R> method, A1 a1, A2 a2, A3 a3,
            A4 a4, A5 a5, A6 a6, A7 a7, A8 a8) {
        return call(method, a1, a2, a3, a4, a5, a6, a7, a8);
    }

    /** Prepares a call of a task with no argument, a context and no value. */
    default <B> TaskCall<Void> signature(TaskMethod.ContextAction0<B, TaskContext> method) {
        return call(method);
    }

    /** Prepares a call of a task with one argument, a context and no value. */
    default <B, A1 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.ContextAction1<B, A1, TaskContext> method, A1 a1) {
        return call(method, a1);
    }

    /** Prepares a call of a task with two arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.ContextAction2<B, A1, A2, TaskContext> method, A1 a1, A2 a2) {
        return call(method, a1, a2);
    }

    /** Prepares a call of a task with three arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.ContextAction3<B, A1, A2, A3, TaskContext> method, A1 a1, A2 a2, A3 a3) {
        return call(method, a1, a2, a3);
    }

    /** Prepares a call of a task with four arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.ContextAction4<B, A1, A2, A3, A4, TaskContext> method, A1 a1, A2 a2, A3 a3, A4 a4) {
        return call(method, a1, a2, a3, a4);
    }

    /** Prepares a call of a task with five arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.ContextAction5<B, A1, A2, A3, A4, A5, TaskContext> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5) {
        return call(method, a1, a2, a3, a4, a5);
    }

    /** Prepares a call of a task with six arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.ContextAction6<B, A1, A2, A3, A4, A5, A6, TaskContext> method, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5,
            A6 a6) {
        return call(method, a1, a2, a3, a4, a5, a6);
    }

    /** Prepares a call of a task with seven arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.ContextAction7<B, A1, A2, A3, A4, A5, A6, A7, TaskContext> method, A1 a1, A2 a2, A3 a3, A4 a4,
            A5 a5, A6 a6, A7 a7) {
        return call(method, a1, a2, a3, a4, a5, a6, a7);
    }

    /** Prepares a call of a task with eight arguments, a context and no value. */
    default <B, A1 extends @Nullable Object, A2 extends @Nullable Object, A3 extends @Nullable Object, A4 extends @Nullable Object, A5 extends @Nullable Object, A6 extends @Nullable Object, A7 extends @Nullable Object, A8 extends @Nullable Object> TaskCall<Void> signature(
            TaskMethod.ContextAction8<B, A1, A2, A3, A4, A5, A6, A7, A8, TaskContext> method, A1 a1, A2 a2, A3 a3,
            A4 a4, A5 a5, A6 a6, A7 a7, A8 a8) {
        return call(method, a1, a2, a3, a4, a5, a6, a7, a8);
    }

}
