package io.taskqueue;

import org.jspecify.annotations.Nullable;

import io.taskqueue.canvas.Canvas;
import io.taskqueue.message.WireSignature;

/**
 * Work in preparation: one call, or several put together. Nothing is sent before
 * {@link #apply()}, which may be called more than once.
 *
 * @param <R> what comes of it
 */
public sealed interface CanvasCall<R extends @Nullable Object> permits TaskCall, TaskChain, TaskGroup {

    /** The work as a value. */
    Canvas<R> toCanvas();

    /**
     * The work as it travels inside a message, each call with an id.
     * @throws UnknownTaskException if it names no task
     * @throws TaskArgumentException if arguments do not fit
     */
    WireSignature encode();

    /**
     * Sends it: now, or when the surrounding transaction commits.
     * @throws UnknownTaskException if it names no task
     * @throws TaskArgumentException if arguments do not fit
     * @throws io.taskqueue.broker.BrokerUnavailableException if the broker did not take
     * it over
     */
    AsyncResult<R> apply();

}
