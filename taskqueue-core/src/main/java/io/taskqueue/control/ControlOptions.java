package io.taskqueue.control;

import java.util.Set;
import java.util.TreeSet;

/**
 * What others may do to a worker over the broker.
 *
 * @param allow the commands that change something and are obeyed; looking is always
 * allowed
 * @param events whether it tells of each task from the start on; of itself it always does
 */
public record ControlOptions(Set<String> allow, boolean events) {

    /**
     * @throws IllegalArgumentException if there is no such command
     */
    public ControlOptions {
        allow = Set.copyOf(allow);
        for (String command : allow) {
            if (!Orders.NAMES.contains(command)) {
                throw new IllegalArgumentException("There is no command " + command + " to allow: there are "
                        + String.join(", ", new TreeSet<>(Orders.NAMES)));
            }
        }
    }

}
