package io.taskqueue.beat;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.taskqueue.PeriodicTask.Misfire;
import io.taskqueue.PeriodicTask.Overlap;

/**
 * What configuration says of one schedule: all of it, or what differs from the annotation
 * that has its name; what is {@code null} is not said.
 *
 * @param task the task it calls
 * @param when its schedule, as {@link Schedule#parse} reads it
 * @param zone the zone of its cron expression
 * @param args positional arguments, a JSON array
 * @param kwargs keyword arguments, a JSON object
 * @param queue the queue of its calls
 * @param priority the priority of its calls
 * @param expires how long after it was sent a call may still start
 * @param misfire what happens to moments that passed
 * @param overlap what happens while the run before has not ended
 * @param enabled whether it comes round
 */
public record ScheduleOverrides(@Nullable String task, @Nullable String when, @Nullable String zone,
        @Nullable String args, @Nullable String kwargs, @Nullable String queue, @Nullable Integer priority,
        @Nullable Duration expires, @Nullable Misfire misfire, @Nullable Overlap overlap, @Nullable Boolean enabled) {

    /** What an otherwise declared schedule becomes. */
    ScheduleSpec over(ScheduleSpec said) {
        return new ScheduleSpec(or(this.task, said.task()), or(this.when, said.when()), or(this.zone, said.zone()),
                or(this.args, said.args()), or(this.kwargs, said.kwargs()),
                (this.queue != null) ? this.queue : said.queue(),
                (this.priority != null) ? this.priority : said.priority(),
                (this.expires != null) ? this.expires : said.expires(), or(this.misfire, said.misfire()),
                or(this.overlap, said.overlap()));
    }

    private static <T> T or(@Nullable T said, T otherwise) {
        return (said != null) ? said : otherwise;
    }

}
