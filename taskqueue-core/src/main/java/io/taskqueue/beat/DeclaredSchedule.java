package io.taskqueue.beat;

import io.taskqueue.message.TaskId;

/**
 * A schedule that this application declares.
 *
 * @param name its name
 * @param spec what comes round
 * @param enabled whether it does from the start
 * @param source where it is declared
 */
public record DeclaredSchedule(String name, ScheduleSpec spec, boolean enabled, ScheduleOrigin.Source source) {

    /** What it says, as a text of fixed length. */
    String said() {
        return TaskId.derived(this.spec.args() + this.spec.kwargs(),
                this.enabled + " " + this.spec.misfire() + " " + this.spec.overlap() + " " + this.spec.queue() + " "
                        + this.spec.priority() + " " + this.spec.expires(),
                this.spec.toString());
    }

    ScheduleOrigin origin(String application) {
        return new ScheduleOrigin(this.source, application, said(), false, false);
    }

}
