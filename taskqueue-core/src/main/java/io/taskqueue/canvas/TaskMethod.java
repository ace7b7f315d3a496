package io.taskqueue.canvas;

import java.io.Serializable;

/**
 * A reference to a task's method, such as {@code InvoiceTasks::sendInvoice}. The nested
 * shapes are what the compiler checks a reference and its arguments against: for 0 to 8
 * arguments, with a value or void, with or without a trailing context parameter that the
 * caller does not pass. Serializable, because its serialized form is what names the
 * method; it is never called. Long, because a language without variadic type parameters
 * needs one shape for each arity.
 */
public interface TaskMethod extends Serializable {

    /** A task with no argument and a value. */
    @FunctionalInterface
    interface Function0<B, R> extends TaskMethod {

        R call(B bean) throws Exception;

    }

    /** A task with one argument and a value. */
    @FunctionalInterface
    interface Function1<B, A1, R> extends TaskMethod {

        R call(B bean, A1 a1) throws Exception;

    }

    /** A task with two arguments and a value. */
    @FunctionalInterface
    interface Function2<B, A1, A2, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2) throws Exception;

    }

    /** A task with three arguments and a value. */
    @FunctionalInterface
    interface Function3<B, A1, A2, A3, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3) throws Exception;

    }

    /** A task with four arguments and a value. */
    @FunctionalInterface
    interface Function4<B, A1, A2, A3, A4, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3, A4 a4) throws Exception;

    }

    /** A task with five arguments and a value. */
    @FunctionalInterface
    interface Function5<B, A1, A2, A3, A4, A5, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5) throws Exception;

    }

    /** A task with six arguments and a value. */
    @FunctionalInterface
    interface Function6<B, A1, A2, A3, A4, A5, A6, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6) throws Exception;

    }

    /** A task with seven arguments and a value. */
    @FunctionalInterface
    interface Function7<B, A1, A2, A3, A4, A5, A6, A7, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7) throws Exception;

    }

    /** A task with eight arguments and a value. */
    @FunctionalInterface
    interface Function8<B, A1, A2, A3, A4, A5, A6, A7, A8, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7, A8 a8) throws Exception;

    }

    /** A task with no argument and no value. */
    @FunctionalInterface
    interface Action0<B> extends TaskMethod {

        void call(B bean) throws Exception;

    }

    /** A task with one argument and no value. */
    @FunctionalInterface
    interface Action1<B, A1> extends TaskMethod {

        void call(B bean, A1 a1) throws Exception;

    }

    /** A task with two arguments and no value. */
    @FunctionalInterface
    interface Action2<B, A1, A2> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2) throws Exception;

    }

    /** A task with three arguments and no value. */
    @FunctionalInterface
    interface Action3<B, A1, A2, A3> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3) throws Exception;

    }

    /** A task with four arguments and no value. */
    @FunctionalInterface
    interface Action4<B, A1, A2, A3, A4> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3, A4 a4) throws Exception;

    }

    /** A task with five arguments and no value. */
    @FunctionalInterface
    interface Action5<B, A1, A2, A3, A4, A5> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5) throws Exception;

    }

    /** A task with six arguments and no value. */
    @FunctionalInterface
    interface Action6<B, A1, A2, A3, A4, A5, A6> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6) throws Exception;

    }

    /** A task with seven arguments and no value. */
    @FunctionalInterface
    interface Action7<B, A1, A2, A3, A4, A5, A6, A7> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7) throws Exception;

    }

    /** A task with eight arguments and no value. */
    @FunctionalInterface
    interface Action8<B, A1, A2, A3, A4, A5, A6, A7, A8> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7, A8 a8) throws Exception;

    }

    /** A task with no argument, a context and a value. */
    @FunctionalInterface
    interface ContextFunction0<B, C, R> extends TaskMethod {

        R call(B bean, C context) throws Exception;

    }

    /** A task with one argument, a context and a value. */
    @FunctionalInterface
    interface ContextFunction1<B, A1, C, R> extends TaskMethod {

        R call(B bean, A1 a1, C context) throws Exception;

    }

    /** A task with two arguments, a context and a value. */
    @FunctionalInterface
    interface ContextFunction2<B, A1, A2, C, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, C context) throws Exception;

    }

    /** A task with three arguments, a context and a value. */
    @FunctionalInterface
    interface ContextFunction3<B, A1, A2, A3, C, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3, C context) throws Exception;

    }

    /** A task with four arguments, a context and a value. */
    @FunctionalInterface
    interface ContextFunction4<B, A1, A2, A3, A4, C, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, C context) throws Exception;

    }

    /** A task with five arguments, a context and a value. */
    @FunctionalInterface
    interface ContextFunction5<B, A1, A2, A3, A4, A5, C, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, C context) throws Exception;

    }

    /** A task with six arguments, a context and a value. */
    @FunctionalInterface
    interface ContextFunction6<B, A1, A2, A3, A4, A5, A6, C, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, C context) throws Exception;

    }

    /** A task with seven arguments, a context and a value. */
    @FunctionalInterface
    interface ContextFunction7<B, A1, A2, A3, A4, A5, A6, A7, C, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7, C context) throws Exception;

    }

    /** A task with eight arguments, a context and a value. */
    @FunctionalInterface
    interface ContextFunction8<B, A1, A2, A3, A4, A5, A6, A7, A8, C, R> extends TaskMethod {

        R call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7, A8 a8, C context) throws Exception;

    }

    /** A task with no argument, a context and no value. */
    @FunctionalInterface
    interface ContextAction0<B, C> extends TaskMethod {

        void call(B bean, C context) throws Exception;

    }

    /** A task with one argument, a context and no value. */
    @FunctionalInterface
    interface ContextAction1<B, A1, C> extends TaskMethod {

        void call(B bean, A1 a1, C context) throws Exception;

    }

    /** A task with two arguments, a context and no value. */
    @FunctionalInterface
    interface ContextAction2<B, A1, A2, C> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, C context) throws Exception;

    }

    /** A task with three arguments, a context and no value. */
    @FunctionalInterface
    interface ContextAction3<B, A1, A2, A3, C> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3, C context) throws Exception;

    }

    /** A task with four arguments, a context and no value. */
    @FunctionalInterface
    interface ContextAction4<B, A1, A2, A3, A4, C> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, C context) throws Exception;

    }

    /** A task with five arguments, a context and no value. */
    @FunctionalInterface
    interface ContextAction5<B, A1, A2, A3, A4, A5, C> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, C context) throws Exception;

    }

    /** A task with six arguments, a context and no value. */
    @FunctionalInterface
    interface ContextAction6<B, A1, A2, A3, A4, A5, A6, C> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, C context) throws Exception;

    }

    /** A task with seven arguments, a context and no value. */
    @FunctionalInterface
    interface ContextAction7<B, A1, A2, A3, A4, A5, A6, A7, C> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7, C context) throws Exception;

    }

    /** A task with eight arguments, a context and no value. */
    @FunctionalInterface
    interface ContextAction8<B, A1, A2, A3, A4, A5, A6, A7, A8, C> extends TaskMethod {

        void call(B bean, A1 a1, A2 a2, A3 a3, A4 a4, A5 a5, A6 a6, A7 a7, A8 a8, C context) throws Exception;

    }

}
