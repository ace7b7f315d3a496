package io.taskqueue.sample;

/** A file that is no picture, or one too large. */
class UnusablePictureException extends RuntimeException {

    UnusablePictureException(String message) {
        super(message);
    }

}
