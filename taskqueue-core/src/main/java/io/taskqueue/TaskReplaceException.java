package io.taskqueue;

import io.taskqueue.message.WireSignature;

/**
 * Thrown by a task to have other work take its place; made by
 * {@link TaskContext#replace(CanvasCall)}.
 */
public final class TaskReplaceException extends RuntimeException {

    private final transient WireSignature work;

    TaskReplaceException(WireSignature work) {
        super("Asked for " + work.task() + " in its place", null, false, false);
        this.work = work;
    }

    /** What takes its place. */
    public WireSignature work() {
        return this.work;
    }

}
