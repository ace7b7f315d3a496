package io.taskqueue.beat;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.taskqueue.result.TaskResult;

/**
 * Everything one can ask of schedules while an application runs. What is changed here
 * holds on every node within a second or so, and stays after a restart.
 */
public interface ScheduleOperations {

    /** All schedules, by name. */
    List<ScheduleEntry> all();

    /** The schedule of this name. */
    Optional<ScheduleEntry> find(String name);

    /**
     * Makes a schedule, or changes what the one of this name says. One that code or
     * configuration declares stays as it is changed here.
     * @throws IllegalArgumentException if it cannot be, with what is wrong
     * @throws io.taskqueue.TaskArgumentException if the task takes other arguments
     */
    ScheduleEntry save(String name, ScheduleSpec spec);

    /**
     * Lets it come round, or not. What it passes meanwhile is not made up.
     * @throws java.util.NoSuchElementException if there is none of this name
     */
    ScheduleEntry enable(String name, boolean enabled);

    /**
     * Calls its task now, beside what is planned.
     * @return the task's id
     * @throws java.util.NoSuchElementException if there is none of this name
     * @throws io.taskqueue.broker.BrokerUnavailableException if the broker did not take
     * the call over
     */
    String trigger(String name);

    /**
     * Removes it for good.
     * @return whether there was one
     * @throws IllegalStateException if an application declares it, and would again
     */
    boolean remove(String name);

    /** The next moments it is planned for, as many as there are up to this count. */
    List<Instant> upcoming(ScheduleEntry entry, int count);

    /** What became of planned moments of one schedule, or of all, the newest first. */
    List<Firing> firings(@Nullable String name, int limit);

    /**
     * How their last tasks stand, by name; absent where the result store does not know.
     */
    Map<String, TaskResult> lastRuns(Collection<ScheduleEntry> entries);

}
