package io.taskqueue;

/** A call names no task of this application; the message says what to write instead. */
public class UnknownTaskException extends RuntimeException {

    public UnknownTaskException(String message) {
        super(message);
    }

}
