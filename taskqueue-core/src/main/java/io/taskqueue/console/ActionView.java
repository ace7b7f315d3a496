package io.taskqueue.console;

import org.jspecify.annotations.Nullable;

/**
 * What an action did.
 *
 * @param action which one
 * @param id the task it was about, or the new one that a retry sent
 * @param count how many messages it moved or removed, or tasks it revoked
 */
public record ActionView(String action, @Nullable String id, @Nullable Long count) {

    static ActionView of(String action) {
        return new ActionView(action, null, null);
    }

    static ActionView task(String action, String id) {
        return new ActionView(action, id, null);
    }

    static ActionView messages(String action, long count) {
        return new ActionView(action, null, count);
    }

}
