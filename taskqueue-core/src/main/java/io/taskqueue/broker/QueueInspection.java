package io.taskqueue.broker;

import java.util.Collection;
import java.util.List;

/** A broker that can tell how much its queues hold. */
public interface QueueInspection {

    /** The queues it knows of, those of this application at least. */
    Collection<String> queues();

    /** How much each of these holds; unknown ones are empty. */
    List<QueueDepth> depths(Collection<String> queues);

}
