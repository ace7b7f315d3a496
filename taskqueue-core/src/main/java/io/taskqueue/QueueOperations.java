package io.taskqueue;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.admission.Wishes;
import io.taskqueue.broker.Broadcast;
import io.taskqueue.broker.Broadcast.Notice;

/**
 * What one may wish of queues. A wish is stored, so it holds for all nodes and after any
 * restart, until it is taken back. Workers hear of it and obey within a second; one that
 * did not hear finds it within two and a half.
 */
public final class QueueOperations {

    /** The topic on which it is said that queues were paused or resumed. */
    public static final String CHANGED = "queues";

    private static final Logger logger = LoggerFactory.getLogger(QueueOperations.class);

    private final Wishes wishes;

    private final Broadcast broadcast;

    /** Wishes that are kept there, and told so that they are obeyed sooner. */
    public QueueOperations(Wishes wishes, Broadcast broadcast) {
        this.wishes = wishes;
        this.broadcast = broadcast;
    }

    /**
     * Wishes that no worker begins anything of this queue. What runs goes on, and what is
     * called waits.
     * @throws io.taskqueue.broker.BrokerUnavailableException if the wish cannot be stored
     * @throws UnsupportedOperationException where wishes have no store, with what to add
     */
    public void pause(String queue) {
        this.wishes.pause(queue);
        tell();
    }

    /**
     * Ends the pause of this queue, if it has one.
     * @throws io.taskqueue.broker.BrokerUnavailableException if that cannot be stored
     * @throws UnsupportedOperationException where wishes have no store, with what to add
     */
    public void resume(String queue) {
        this.wishes.resume(queue);
        tell();
    }

    private void tell() {
        try {
            this.broadcast.send(new Notice(CHANGED, Map.of()));
        }
        catch (RuntimeException failure) {
            logger.debug("A pause or its end was stored and not told; workers will find it", failure);
        }
    }

    /** The queues that are paused, by name. */
    public Set<String> paused() {
        return new TreeSet<>(this.wishes.paused());
    }

    /** Whether queues can be paused at all. */
    public boolean pausable() {
        return this.wishes.kept();
    }

}
