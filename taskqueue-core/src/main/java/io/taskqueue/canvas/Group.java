package io.taskqueue.canvas;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Calls that run side by side.
 *
 * @param members the calls, in the order of their results
 * @param hooks what is called once all have ended
 * @param <R> what each returns
 */
public record Group<R extends @Nullable Object>(List<Canvas<R>> members, Hooks hooks) implements Canvas<List<R>> {

    public Group {
        members = List.copyOf(members);
    }

    /** A group without hooks. */
    public Group(List<Canvas<R>> members) {
        this(members, Hooks.NONE);
    }

    /** The same group, with a call that follows each member that fails. */
    @Override
    public Group<R> onError(Canvas<?> errback) {
        return new Group<>(this.members.stream().map((member) -> member.onError(errback)).toList(), this.hooks);
    }

    /** The same group with these hooks. */
    public Group<R> with(Hooks hooks) {
        return new Group<>(this.members, hooks);
    }

    /**
     * What is called once, when all members of a group have ended.
     *
     * @param succeeded where all have succeeded, with the list of their results
     * @param failed where one has not, with the group's id
     * @param finished however they ended, with the group's id
     */
    public record Hooks(List<Canvas<?>> succeeded, List<Canvas<?>> failed, List<Canvas<?>> finished) {

        /** Nothing is. */
        public static final Hooks NONE = new Hooks(List.of(), List.of(), List.of());

        public Hooks {
            succeeded = List.copyOf(succeeded);
            failed = List.copyOf(failed);
            finished = List.copyOf(finished);
        }

        /** These, and this where all have succeeded. */
        public Hooks andOnAllSucceeded(Canvas<?> next) {
            return new Hooks(with(this.succeeded, next), this.failed, this.finished);
        }

        /** These, and this where one has not succeeded. */
        public Hooks andOnAnyFailed(Canvas<?> next) {
            return new Hooks(this.succeeded, with(this.failed, next), this.finished);
        }

        /** These, and this in any case. */
        public Hooks andOnAllFinished(Canvas<?> next) {
            return new Hooks(this.succeeded, this.failed, with(this.finished, next));
        }

        /** Whether nothing is called. */
        public boolean none() {
            return this.succeeded.isEmpty() && this.failed.isEmpty() && this.finished.isEmpty();
        }

        private static List<Canvas<?>> with(List<Canvas<?>> present, Canvas<?> next) {
            List<Canvas<?>> more = new ArrayList<>(present);
            more.add(next);
            return more;
        }

    }

}
