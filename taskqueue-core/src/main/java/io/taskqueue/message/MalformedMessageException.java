package io.taskqueue.message;

/**
 * Says that some bytes are no task message. The text is safe to log and to show: one
 * line, without any of the payload, and so without a cause that might quote it.
 */
public final class MalformedMessageException extends RuntimeException {

    private static final int SHOWN = 100;

    private final Reason reason;

    /**
     * For this reason.
     * @param reason what kind of flaw it is
     * @param detail what exactly is wrong, in words that quote nothing from the message
     */
    public MalformedMessageException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** What kind of flaw it is. */
    public Reason reason() {
        return this.reason;
    }

    /** Text from the message, if it is short, plain and so fit to be shown. */
    static String shown(String text) {
        boolean fit = text.length() <= SHOWN && text.chars().allMatch((c) -> c > ' ' && c < 127);
        return !fit ? "(not shown)" : text.isEmpty() ? "(none)" : text;
    }

    /** The kinds of flaws. */
    public enum Reason {

        /**
         * Not what this transport wraps a message in, or a part of that has another type.
         */
        NO_ENVELOPE,

        /** The transport's own encoding of the body is unknown, or the body breaks it. */
        BAD_ENCODING,

        /** Larger or longer than a limit allows. */
        TOO_LARGE,

        /** Nested deeper than the limit allows. */
        TOO_DEEP,

        /** Of a content type that is not accepted; the body was not decoded. */
        UNACCEPTED_CONTENT,

        /** Compressed in a way this version cannot read. */
        UNKNOWN_COMPRESSION,

        /** Compressed, but damaged. */
        BAD_COMPRESSION,

        /** The body is no JSON. */
        NOT_JSON,

        /** A header has a value it cannot have. */
        BAD_HEADERS,

        /** An id is missing or breaks the rule of {@link TaskId}. */
        BAD_ID,

        /** It names no task. */
        NO_TASK,

        /** The task's name is too long or holds control characters. */
        BAD_NAME,

        /** The body is JSON, but not that of a task call. */
        BAD_BODY

    }

}
