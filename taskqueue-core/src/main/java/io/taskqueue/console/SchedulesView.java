package io.taskqueue.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Schedules by name.
 *
 * @param total how many there are that were asked for
 * @param offset how many of them come before these
 * @param schedules these
 */
public record SchedulesView(long total, int offset, List<Schedule> schedules) {

    /**
     * One schedule; what is absent is not known or does not apply.
     *
     * @param name its name
     * @param task the task it calls
     * @param when when, as it is written
     * @param zone where its times are read off the clock
     * @param enabled whether it comes round
     * @param source who declared it: {@code code}, {@code configuration} or
     * {@code run-time}
     * @param application the application that declares it
     * @param edited whether it was changed at run time since
     * @param gone whether its application declares it no more
     * @param queue the queue of its calls, if not the task's own
     * @param priority the priority of its calls, if not the task's own
     * @param expires how long after it was sent a call may still start
     * @param misfire what happens to moments that passed
     * @param overlap what happens while the run before has not ended
     * @param args its positional arguments
     * @param kwargs its keyword arguments
     * @param next when it comes next
     * @param last when it last led to a call
     * @param lastTask the id of that call's task
     * @param lastState where that task stands
     * @param count to how many calls it has led
     * @param upcoming the next ten moments; only where one schedule is asked for
     * @param firings what became of the last moments, the newest first; only where one
     * schedule is asked for
     */
    public record Schedule(String name, String task, String when, String zone, boolean enabled, String source,
            @Nullable String application, boolean edited, boolean gone, @Nullable String queue,
            @Nullable Integer priority, @Nullable Duration expires, String misfire, String overlap,
            @Nullable Object args, @Nullable Object kwargs, @Nullable Instant next, @Nullable Instant last,
            @Nullable String lastTask, @Nullable String lastState, long count, @Nullable List<Instant> upcoming,
            @Nullable List<Moment> firings) {
    }

    /**
     * A planned moment, or several that passed.
     *
     * @param planned the moment, or the first of them
     * @param count how many
     * @param fate what became of it
     * @param task the task it led to
     * @param at when that was noted
     * @param reason why it led to none
     */
    public record Moment(Instant planned, long count, String fate, @Nullable String task, Instant at,
            @Nullable String reason) {
    }

}
