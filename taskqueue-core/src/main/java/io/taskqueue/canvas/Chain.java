package io.taskqueue.canvas;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Calls that run one after the other, each with the result of the one before as its first
 * argument, unless it is immutable.
 *
 * @param links the calls, first to last; at least one
 * @param <R> what the last one returns
 */
public record Chain<R extends @Nullable Object>(List<Canvas<?>> links) implements Canvas<R> {

    public Chain {
        links = List.copyOf(links);
        if (links.isEmpty()) {
            throw new IllegalArgumentException("A chain has at least one link");
        }
    }

    /** A chain of one call so far. */
    public static <R extends @Nullable Object> Chain<R> of(Canvas<R> first) {
        return new Chain<>(List.of(first));
    }

    /** The same chain with one more call, which takes the result so far. */
    public <N extends @Nullable Object> Chain<N> then(Canvas<N> next) {
        List<Canvas<?>> more = new ArrayList<>(this.links);
        more.add(next);
        return new Chain<>(more);
    }

    /** The same chain with one more call, which takes no result. */
    public <N extends @Nullable Object> Chain<N> thenIgnoring(Signature<N> next) {
        return then(next.asImmutable());
    }

    /** The same chain, with a call that follows whichever link fails. */
    @Override
    public Chain<R> onError(Canvas<?> errback) {
        List<Canvas<?>> watched = new ArrayList<>();
        this.links.forEach((link) -> watched.add(link.onError(errback)));
        return new Chain<>(watched);
    }

}
