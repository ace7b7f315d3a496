package io.taskqueue.sample;

/** The bank says no, and will say it again. */
class CardDeclinedException extends RuntimeException {

    CardDeclinedException(String message) {
        super(message);
    }

}
