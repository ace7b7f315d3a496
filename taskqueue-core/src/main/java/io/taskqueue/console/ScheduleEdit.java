package io.taskqueue.console;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.taskqueue.PeriodicTask.Misfire;
import io.taskqueue.PeriodicTask.Overlap;
import io.taskqueue.beat.ScheduleSpec;

/**
 * What somebody wants a schedule to say, or a task that is called again; what is absent
 * stays as it is. A task takes arguments, queue and priority.
 *
 * @param task the task it calls
 * @param when when it comes round
 * @param zone where its times are read off the clock
 * @param args positional arguments, a JSON array
 * @param kwargs keyword arguments, a JSON object
 * @param queue the queue of its calls
 * @param priority the priority of its calls
 * @param expires how long after it was sent a call may still start
 * @param misfire what happens to moments that passed
 * @param overlap what happens while the run before has not ended
 */
public record ScheduleEdit(@Nullable String task, @Nullable String when, @Nullable String zone, @Nullable String args,
        @Nullable String kwargs, @Nullable String queue, @Nullable Integer priority, @Nullable Duration expires,
        @Nullable String misfire, @Nullable String overlap) {

    /** For actions that want nothing of the kind. */
    public static final ScheduleEdit NONE = new ScheduleEdit(null, null, null, null, null, null, null, null, null,
            null);

    ScheduleSpec of(@Nullable ScheduleSpec before) {
        ScheduleSpec base = (before != null) ? before : fresh();
        return new ScheduleSpec(or(this.task, base.task()), or(this.when, base.when()), or(this.zone, base.zone()),
                or(this.args, base.args()), or(this.kwargs, base.kwargs()),
                (this.queue != null) ? this.queue : base.queue(),
                (this.priority != null) ? this.priority : base.priority(),
                (this.expires != null) ? this.expires : base.expires(),
                (this.misfire != null) ? Misfire.valueOf(constant(this.misfire)) : base.misfire(),
                (this.overlap != null) ? Overlap.valueOf(constant(this.overlap)) : base.overlap());
    }

    private ScheduleSpec fresh() {
        if (this.task == null || this.when == null) {
            throw RefusedException.badRequest("A new schedule says task and when");
        }
        return ScheduleSpec.of(this.task, this.when);
    }

    private static <T> T or(@Nullable T said, T otherwise) {
        return (said != null) ? said : otherwise;
    }

    private static String constant(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

}
