package io.taskqueue.console;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.taskqueue.broker.DeadLetter;

/**
 * A page of the messages that were set aside, newest first.
 *
 * @param total how many there are
 * @param offset how many were passed over
 * @param letters the messages
 */
public record DeadLettersView(long total, int offset, List<Letter> letters) {

    /**
     * One message, without what it holds.
     *
     * @param id its name among the dead letters
     * @param queue where it was taken from
     * @param task the task's name; absent where none could be read
     * @param taskId the task's id; absent where none could be read
     * @param reason why nobody could run it
     * @param at since when it lies here
     */
    public record Letter(String id, String queue, @Nullable String task, @Nullable String taskId, String reason,
            Instant at) {

        static Letter of(DeadLetter letter) {
            return new Letter(letter.id(), letter.queue(), letter.task(), letter.taskId(), letter.reason(),
                    letter.at());
        }

    }

}
