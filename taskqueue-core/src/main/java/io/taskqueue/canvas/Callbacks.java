package io.taskqueue.canvas;

import java.util.ArrayList;
import java.util.List;

/**
 * What follows one call.
 *
 * @param onSuccess what is called with its result
 * @param onError what is called with its id once it has failed
 */
public record Callbacks(List<Canvas<?>> onSuccess, List<Canvas<?>> onError) {

    /** Nothing follows. */
    public static final Callbacks NONE = new Callbacks(List.of(), List.of());

    public Callbacks {
        onSuccess = List.copyOf(onSuccess);
        onError = List.copyOf(onError);
    }

    /** The same, and this after success. */
    public Callbacks andOnSuccess(Canvas<?> next) {
        return new Callbacks(with(this.onSuccess, next), this.onError);
    }

    /** The same, and this after failure. */
    public Callbacks andOnError(Canvas<?> next) {
        return new Callbacks(this.onSuccess, with(this.onError, next));
    }

    /** Whether nothing follows. */
    public boolean none() {
        return this.onSuccess.isEmpty() && this.onError.isEmpty();
    }

    private static List<Canvas<?>> with(List<Canvas<?>> present, Canvas<?> next) {
        List<Canvas<?>> more = new ArrayList<>(present);
        more.add(next);
        return more;
    }

}
