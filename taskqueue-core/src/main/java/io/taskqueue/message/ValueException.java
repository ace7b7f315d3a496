package io.taskqueue.message;

import org.jspecify.annotations.Nullable;

/**
 * Says that a value is not what its type says, and where. Neither the text nor a cause
 * quotes the value; only the failure of a caller's own object while it is written comes
 * as the cause.
 */
public final class ValueException extends RuntimeException {

    private final String path;

    private final String detail;

    ValueException(String path, String detail, @Nullable Throwable cause) {
        super(path + ": " + detail, cause);
        this.path = path;
        this.detail = detail;
    }

    /** Where it is, such as {@code $.lines[2].price}. */
    public String path() {
        return this.path;
    }

    /** What was wrong there. */
    public String detail() {
        return this.detail;
    }

}
