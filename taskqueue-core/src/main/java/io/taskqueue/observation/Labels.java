package io.taskqueue.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.taskqueue.TaskCatalog;
import io.taskqueue.TaskDefinition;

/**
 * The values that labels of meters may have. They are bounded: a task is named only if
 * this application declares it, and of queues the first {@value #MOST_QUEUES}.
 */
final class Labels {

    static final String UNKNOWN = "unknown";

    static final String OTHER = "other";

    private static final int MOST_QUEUES = 100;

    private final TaskCatalog catalog;

    private final Set<String> queues = ConcurrentHashMap.newKeySet();

    Labels(TaskCatalog catalog) {
        this.catalog = catalog;
    }

    String task(String name) {
        return this.catalog.find(name).map(TaskDefinition::name).orElse(UNKNOWN);
    }

    String queue(String name) {
        if (this.queues.contains(name)) {
            return name;
        }
        return (this.queues.size() < MOST_QUEUES && this.queues.add(name)) ? name : OTHER;
    }

}
