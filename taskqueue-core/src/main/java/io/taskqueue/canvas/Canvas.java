package io.taskqueue.canvas;

import org.jspecify.annotations.Nullable;

/**
 * Work to be done by tasks, as one value: a single call, or several put together. Nothing
 * is sent or checked until it is applied.
 *
 * @param <R> what comes of it
 */
public sealed interface Canvas<R extends @Nullable Object> permits Signature, Chain, Group {

    /**
     * The same, with a call that follows where a task of it fails for good. That call is
     * passed the failed task's id as its first argument, unless it is immutable.
     */
    Canvas<R> onError(Canvas<?> errback);

}
