package io.taskqueue;

import java.util.concurrent.CompletableFuture;

/**
 * Whether a call has been sent: not yet, while it waits for its commit; then yes, or
 * never, with the reason.
 */
final class Dispatch {

    private static final Dispatch SENT = new Dispatch(CompletableFuture.completedFuture(null));

    private final CompletableFuture<Void> sent;

    private Dispatch(CompletableFuture<Void> sent) {
        this.sent = sent;
    }

    /** A call that still has to be sent. */
    static Dispatch waiting() {
        return new Dispatch(new CompletableFuture<>());
    }

    /** A call that somebody has sent. */
    static Dispatch done() {
        return SENT;
    }

    void sent() {
        this.sent.complete(null);
    }

    void failed(RuntimeException reason) {
        this.sent.completeExceptionally(reason);
    }

    boolean pending() {
        return !this.sent.isDone();
    }

    boolean failed() {
        return this.sent.isCompletedExceptionally();
    }

    CompletableFuture<Void> future() {
        return this.sent;
    }

}
