package io.taskqueue.console;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a canvas consists of, and how far it is.
 *
 * @param id what its tasks know as their root
 * @param steps its tasks and groups, before what follows them
 * @param links what leads from one to another
 */
public record WorkflowView(String id, List<Step> steps, List<Link> links) {

    /**
     * One task, or a group; what is absent is not known or does not apply.
     *
     * @param id its id
     * @param task the task's name; absent for a group
     * @param queue where the task goes
     * @param state where the task stands; absent before the store has heard of it
     * @param size how many members a group has
     * @param states of a group that stands for its members, how many of them are in each
     * state
     */
    public record Step(String id, @Nullable String task, @Nullable String queue, @Nullable String state,
            @Nullable Integer size, @Nullable Map<String, Long> states) {
    }

    /**
     * What leads from one to another.
     *
     * @param from the id of the earlier one
     * @param to the id of the later one
     * @param kind {@code member} of a group, {@code next}, or {@code error} for what is
     * called where the earlier one fails
     */
    public record Link(String from, String to, String kind) {
    }

}
