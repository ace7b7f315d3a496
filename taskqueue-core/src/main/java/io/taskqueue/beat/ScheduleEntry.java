package io.taskqueue.beat;

import java.time.Instant;

import io.taskqueue.message.TaskId;

/**
 * A schedule as a store keeps it.
 *
 * @param name its name, unique in its store
 * @param spec what comes round, when and how
 * @param enabled whether it does at present
 * @param origin where it comes from
 * @param runs how far it has come
 * @param secret what the ids of its tasks follow from; told to nobody
 * @param revision counts its changes, from 1; 0 before it is stored
 */
public record ScheduleEntry(String name, ScheduleSpec spec, boolean enabled, ScheduleOrigin origin, ScheduleRuns runs,
        String secret, long revision) {

    private static final String ROLE = "firing";

    public ScheduleEntry {
        if (!ScheduleSpec.fits(name) || !name.equals(name.strip())) {
            throw new IllegalArgumentException("The name of a schedule is 1 to " + ScheduleSpec.LONGEST
                    + " characters without control characters or space around it, and this one is not");
        }
    }

    /** A new one. */
    static ScheduleEntry create(String name, ScheduleSpec spec, boolean enabled, ScheduleOrigin origin, Instant now) {
        return new ScheduleEntry(name, spec, enabled, origin,
                ScheduleRuns.from(Moments.of(spec.schedule().next(Moments.of(now)))), TaskId.random() + TaskId.random(),
                0);
    }

    /** The id of the task that this planned moment leads to. */
    String taskId(Instant planned) {
        return TaskId.derived(this.secret, ROLE, Long.toString(planned.toEpochMilli()));
    }

    ScheduleEntry spec(ScheduleSpec spec) {
        return new ScheduleEntry(this.name, spec, this.enabled, this.origin, this.runs, this.secret, this.revision);
    }

    ScheduleEntry enabled(boolean enabled) {
        return new ScheduleEntry(this.name, this.spec, enabled, this.origin, this.runs, this.secret, this.revision);
    }

    ScheduleEntry origin(ScheduleOrigin origin) {
        return new ScheduleEntry(this.name, this.spec, this.enabled, origin, this.runs, this.secret, this.revision);
    }

    ScheduleEntry runs(ScheduleRuns runs) {
        return new ScheduleEntry(this.name, this.spec, this.enabled, this.origin, runs, this.secret, this.revision);
    }

    /** The same, planned anew from this moment on. */
    ScheduleEntry plannedFrom(Instant now) {
        return runs(this.runs.next(Moments.of(this.spec.schedule().next(Moments.of(now)))));
    }

    /** The same as its store has it after one more change. */
    public ScheduleEntry stored() {
        return new ScheduleEntry(this.name, this.spec, this.enabled, this.origin, this.runs, this.secret,
                this.revision + 1);
    }

    /** Names it, never its secret nor the arguments. */
    @Override
    public String toString() {
        return "ScheduleEntry[" + this.name + " " + this.spec + " revision " + this.revision + "]";
    }

}
