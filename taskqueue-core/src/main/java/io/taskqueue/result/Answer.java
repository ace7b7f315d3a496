package io.taskqueue.result;

import org.jspecify.annotations.Nullable;

/**
 * What a store or a broker says of one item of a batch. <em>Failed</em> means it surely
 * did not happen; <em>unknown</em> means it may have: the request went out and no reply
 * came back.
 *
 * @param fate what became of the item
 * @param cause why, where it failed or is unknown
 */
public record Answer(Fate fate, @Nullable Exception cause) {

    private static final Answer DONE = new Answer(Fate.DONE, null);

    private static final Answer FENCED = new Answer(Fate.FENCED, null);

    private static final Answer FINAL = new Answer(Fate.FINAL, null);

    /** It happened, durably as far as this store or broker can. */
    public static Answer done() {
        return DONE;
    }

    /** It was refused: somebody newer owns the task. */
    public static Answer fenced() {
        return FENCED;
    }

    /** It was refused: the task had ended before, and the first end stands. */
    public static Answer alreadyFinal() {
        return FINAL;
    }

    /** It did not happen. */
    public static Answer failed(Exception cause) {
        return new Answer(Fate.FAILED, cause);
    }

    /** It may have happened. */
    public static Answer unknown(Exception cause) {
        return new Answer(Fate.UNKNOWN, cause);
    }

    /** Whether it happened. */
    public boolean isDone() {
        return this.fate == Fate.DONE;
    }

    /** Whether asking again may help. */
    public boolean retryable() {
        return this.fate == Fate.FAILED || this.fate == Fate.UNKNOWN;
    }

    /** What became of an item. */
    public enum Fate {

        /** It happened. */
        DONE,
        /** Somebody newer owns the task: nothing was written. */
        FENCED,
        /** The task had ended before: nothing was written. */
        FINAL,
        /** It did not happen. */
        FAILED,
        /** Nobody can say whether it happened. */
        UNKNOWN

    }

}
