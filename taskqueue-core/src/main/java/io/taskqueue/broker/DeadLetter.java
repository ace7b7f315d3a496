package io.taskqueue.broker;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A message nobody could run, set aside with the reason.
 *
 * @param id its name among the dead letters
 * @param queue the queue it was taken from
 * @param reason why nobody could run it
 * @param at since when it lies here
 * @param content the message as it came, or the first bytes of what was none
 */
public record DeadLetter(String id, String queue, String reason, Instant at, Content content) {

    /** The task's id, or {@code null} where none could be read. */
    public @Nullable String taskId() {
        return (this.content instanceof Content.Readable readable) ? readable.message().id() : null;
    }

    /** The task's name, or {@code null} where none could be read. */
    public @Nullable String task() {
        return (this.content instanceof Content.Readable readable) ? readable.message().task() : null;
    }

}
