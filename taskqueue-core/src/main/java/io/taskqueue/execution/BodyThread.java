package io.taskqueue.execution;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.taskqueue.TaskTimedOutException;

/**
 * The thread a body runs on, as far as it may be interrupted: never before the body has
 * begun, never after it has ended, so that an interrupt meant for one task cannot hit the
 * next one on the same thread.
 */
final class BodyThread {

    private @Nullable Thread thread;

    private @Nullable Reason reason;

    /** Why a body is asked to stop. */
    enum Reason {

        SOFT_LIMIT, STOP, REVOKED, LIMIT

    }

    synchronized @Nullable Reason reason() {
        return this.reason;
    }

    /** What the body does right now; empty before it has begun and after its end. */
    synchronized StackTraceElement[] stack() {
        return (this.thread != null) ? this.thread.getStackTrace() : new StackTraceElement[0];
    }

    /** Asks the body to stop; a stronger reason replaces a weaker one. */
    synchronized void interrupt(Reason why) {
        if (this.reason == null || why.compareTo(this.reason) > 0) {
            this.reason = why;
        }
        if (this.thread != null) {
            this.thread.interrupt();
        }
    }

    /**
     * Runs the body unless it was asked to stop before. What it threw after it was asked
     * to stop counts as its obeying.
     */
    Outcome run(Supplier<Outcome> body, @Nullable TaskTimedOutException softLimit) {
        Outcome before = begin();
        if (before != null) {
            return before;
        }
        Outcome outcome;
        try {
            outcome = body.get();
        }
        finally {
            end();
        }
        Reason asked = reason();
        return (outcome instanceof Outcome.Failed && asked != null) ? obeyed(asked, outcome, softLimit) : outcome;
    }

    private static Outcome obeyed(Reason asked, Outcome outcome, @Nullable TaskTimedOutException softLimit) {
        return switch (asked) {
            case REVOKED -> new Outcome.Revoked(false);
            case STOP -> new Outcome.Released();
            case SOFT_LIMIT -> (softLimit != null) ? new Outcome.Failed(softLimit) : outcome;
            case LIMIT -> outcome;
        };
    }

    private synchronized @Nullable Outcome begin() {
        if (this.reason == Reason.REVOKED) {
            return new Outcome.Revoked(false);
        }
        if (this.reason == Reason.STOP) {
            return new Outcome.Released();
        }
        this.thread = Thread.currentThread();
        return null;
    }

    private synchronized void end() {
        this.thread = null;
        Thread.interrupted();
    }

}
