package io.taskqueue.servers;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The moment at which a proxy cuts a connection, once: when a request contains a text.
 */
final class Breakpoint {

    private final String text;

    private final boolean answered;

    private final AtomicBoolean taken = new AtomicBoolean();

    private final CompletableFuture<Void> reached = new CompletableFuture<>();

    /** Takes the text's bytes as characters, as the text of a request is compared. */
    Breakpoint(String text, boolean answered) {
        this.text = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        this.answered = answered;
    }

    /**
     * Whether this is the moment.
     * @param sent what a client sent, each byte as a character
     * @param known how much at its start was compared before
     */
    boolean takes(String sent, int known) {
        int start = Math.max(0, known - this.text.length() + 1);
        return sent.indexOf(this.text, start) >= 0 && this.taken.compareAndSet(false, true);
    }

    /** Whether the server gets the request and answers it before the cut. */
    boolean answered() {
        return this.answered;
    }

    CompletableFuture<Void> reached() {
        return this.reached;
    }

}
