package io.taskqueue.dashboard;

/** Somebody, or something they asked for, is not let in; the reason is safe to show. */
final class TurnedAwayException extends RuntimeException {

    private final int status;

    TurnedAwayException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /** As HTTP says it. */
    int status() {
        return this.status;
    }

    /** Why, in one sentence. */
    String reason() {
        return String.valueOf(getMessage());
    }

}
