package io.taskqueue.canvas;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Calls that run side by side.
 *
 * @param members the calls, in the order of their results
 * @param <R> what each returns
 */
public record Group<R extends @Nullable Object>(List<Signature<R>> members) {

    public Group {
        members = List.copyOf(members);
    }

}
