package io.taskqueue.canvas;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Calls that run side by side.
 *
 * @param members the calls, in the order of their results
 * @param <R> what each returns
 */
public record Group<R extends @Nullable Object>(List<Canvas<R>> members) implements Canvas<List<R>> {

    public Group {
        members = List.copyOf(members);
    }

    /** The same group, with a call that follows each member that fails. */
    @Override
    public Group<R> onError(Canvas<?> errback) {
        return new Group<>(this.members.stream().map((member) -> member.onError(errback)).toList());
    }

}
