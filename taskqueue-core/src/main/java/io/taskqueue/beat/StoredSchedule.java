package io.taskqueue.beat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.taskqueue.PeriodicTask.Misfire;
import io.taskqueue.PeriodicTask.Overlap;
import io.taskqueue.message.SafeText;

/**
 * A schedule as a flat row of texts, numbers and moments, for stores that keep such.
 *
 * @param name its name
 * @param task the task it calls
 * @param when when it comes round
 * @param zone where its times are read off the clock
 * @param args positional arguments
 * @param kwargs keyword arguments
 * @param queue the queue of its calls
 * @param priority the priority of its calls
 * @param expiresMillis how long a call may still start, in milliseconds
 * @param misfire what happens to moments that passed
 * @param overlap what happens while the run before has not ended
 * @param enabled whether it comes round
 * @param source where it comes from
 * @param application who declares it
 * @param declared what that said
 * @param edited whether it was changed since
 * @param gone whether it is declared no more
 * @param next when it comes next
 * @param last when it last led to a call
 * @param lastTask the id of that call's task
 * @param count to how many calls it has led
 * @param secret what the ids of its tasks follow from
 * @param revision counts its changes
 */
public record StoredSchedule(String name, String task, String when, String zone, String args, String kwargs,
        @Nullable String queue, @Nullable Integer priority, @Nullable Long expiresMillis, String misfire,
        String overlap, boolean enabled, String source, @Nullable String application, @Nullable String declared,
        boolean edited, boolean gone, @Nullable Instant next, @Nullable Instant last, @Nullable String lastTask,
        long count, String secret, long revision) {

    private static final Logger logger = LoggerFactory.getLogger(StoredSchedule.class);

    /** The row of a schedule. */
    public static StoredSchedule of(ScheduleEntry entry) {
        ScheduleSpec spec = entry.spec();
        ScheduleOrigin origin = entry.origin();
        ScheduleRuns runs = entry.runs();
        return new StoredSchedule(entry.name(), spec.task(), spec.when(), spec.zone(), spec.args(), spec.kwargs(),
                spec.queue(), spec.priority(), (spec.expires() != null) ? spec.expires().toMillis() : null,
                spec.misfire().name(), spec.overlap().name(), entry.enabled(), origin.source().name(),
                origin.application(), origin.declared(), origin.edited(), origin.gone(), runs.next(), runs.last(),
                runs.lastTask(), runs.count(), entry.secret(), entry.revision());
    }

    /**
     * The schedule of a row, or nothing where a version wrote it that knows more than
     * this one; that is left to its kind.
     */
    public Optional<ScheduleEntry> entry() {
        try {
            ScheduleSpec spec = new ScheduleSpec(this.task, this.when, this.zone, this.args, this.kwargs, this.queue,
                    this.priority, (this.expiresMillis != null) ? Duration.ofMillis(this.expiresMillis) : null,
                    Misfire.valueOf(this.misfire), Overlap.valueOf(this.overlap));
            ScheduleOrigin origin = new ScheduleOrigin(ScheduleOrigin.Source.valueOf(this.source), this.application,
                    this.declared, this.edited, this.gone);
            ScheduleRuns runs = new ScheduleRuns(this.next, this.last, this.lastTask, this.count);
            return Optional
                .of(new ScheduleEntry(this.name, spec, this.enabled, origin, runs, this.secret, this.revision));
        }
        catch (IllegalArgumentException unknown) {
            logger.warn("Schedule {} is stored in a way that is not understood here: {}", SafeText.of(this.name),
                    SafeText.of(String.valueOf(unknown.getMessage())));
            return Optional.empty();
        }
    }

    /** When it is due, or {@code null} while it is not to come round. */
    public @Nullable Instant due() {
        return this.enabled ? this.next : null;
    }

}
