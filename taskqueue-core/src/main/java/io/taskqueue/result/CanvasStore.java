package io.taskqueue.result;

import java.util.Optional;

/**
 * A result store that remembers canvases as they were called, for as long as it keeps
 * results: to show them, to cancel them as a whole, and to call them again.
 */
public interface CanvasStore {

    /** In characters: longer ones are not remembered. */
    int LARGEST = 4_000_000;

    /**
     * Remembers one.
     * @param id what its calls know as their root
     * @param canvas the whole as it travels, as JSON text
     * @throws ResultStoreException if the store cannot be written to
     */
    void remember(String id, String canvas);

    /**
     * The same for one that is sent when the transaction of this thread commits: in that
     * transaction, where the store can be part of it.
     */
    default void rememberWithin(String id, String canvas) {
        remember(id, canvas);
    }

    /**
     * The canvas of this id.
     * @throws ResultStoreException if the store cannot be read
     */
    Optional<String> canvas(String id);

}
