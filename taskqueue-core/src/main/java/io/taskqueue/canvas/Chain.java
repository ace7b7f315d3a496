package io.taskqueue.canvas;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Calls that run one after the other, each with the result of the one before.
 *
 * @param links the calls, first to last
 * @param <R> what the last one returns
 */
public record Chain<R extends @Nullable Object>(List<Signature<?>> links) {

    public Chain {
        links = List.copyOf(links);
    }

}
