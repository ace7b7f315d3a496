package io.taskqueue.result;

import org.jspecify.annotations.Nullable;

/**
 * How far a running task is.
 *
 * @param done the steps done, zero or more
 * @param total the steps there are, at least one
 * @param note a word for people
 */
public record Progress(long done, long total, @Nullable String note) {

    public Progress {
        if (done < 0 || total < 1) {
            throw new IllegalArgumentException(
                    "Progress counts done steps from 0 of a total of at least 1, not " + done + " of " + total);
        }
        if (note != null && note.length() > 250) {
            note = note.substring(0, 249) + "…";
        }
    }

    /** The done part in percent, from 0 to 100. */
    public int percent() {
        return (int) Math.min(100, this.done * 100.0 / this.total);
    }

}
