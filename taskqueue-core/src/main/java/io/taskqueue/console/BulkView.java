package io.taskqueue.console;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an action on many did.
 *
 * @param action which one
 * @param done to how many it was done
 * @param messages how many messages it moved or removed; absent where it is not about
 * messages
 * @param id the new task where one was sent and no other
 * @param refused to which it was not done, and why; the first hundred
 * @param refusals to how many it was not done
 * @param next where to go on, for actions on all that match; absent at the end
 */
public record BulkView(String action, int done, @Nullable Long messages, @Nullable String id, List<Refusal> refused,
        int refusals, @Nullable String next) {

    /**
     * Why it was not done to one.
     *
     * @param id which one
     * @param reason why
     */
    public record Refusal(String id, String reason) {
    }

}
