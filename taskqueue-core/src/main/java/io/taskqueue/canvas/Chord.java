package io.taskqueue.canvas;

import org.jspecify.annotations.Nullable;

/**
 * A group, and a call that runs with the list of its results once all have ended.
 *
 * @param header the group
 * @param body the call that takes the list
 * @param <T> what each member returns
 * @param <R> what the body returns
 */
public record Chord<T extends @Nullable Object, R extends @Nullable Object>(Group<T> header, Signature<R> body) {
}
