package io.taskqueue.result;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a result store cannot be read or changed; whether a change happened is not
 * known.
 */
public class ResultStoreException extends RuntimeException {

    public ResultStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

}
