package io.taskqueue.result;

/**
 * A result store that sends each result to whoever called, and keeps it nowhere else.
 * Calls have to say where that is.
 */
public interface ReplyAddress {

    /**
     * Where results for this process arrive, from now on.
     * @throws ResultStoreException if nothing can arrive there yet
     */
    String replyTo();

}
