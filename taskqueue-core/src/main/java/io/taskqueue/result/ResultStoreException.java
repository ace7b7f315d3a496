package io.taskqueue.result;

/**
 * Thrown when a result store cannot be read or changed; whether a change happened is not
 * known.
 */
public class ResultStoreException extends RuntimeException {

    public ResultStoreException(String message, Throwable cause) {
        super(message, cause);
    }

}
