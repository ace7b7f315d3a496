package io.taskqueue.console;

/** A request that cannot be answered, with a reason that is safe to show. */
public final class RefusedException extends RuntimeException {

    private final int status;

    private RefusedException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    static RefusedException badRequest(String reason) {
        return new RefusedException(400, reason);
    }

    static RefusedException notFound(String reason) {
        return new RefusedException(404, reason);
    }

    static RefusedException conflict(String reason) {
        return new RefusedException(409, reason);
    }

    static RefusedException notSupported(String reason) {
        return new RefusedException(501, reason);
    }

    /** As HTTP says it. */
    public int status() {
        return this.status;
    }

    /** Why, in one sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }

}
